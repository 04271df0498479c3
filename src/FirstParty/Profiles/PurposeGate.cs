using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// The one door that every read goes through. A fact passes when the person permits the purpose that reads it, for a fact of this party,
/// sensitivity and category, and still permits the purpose that it was collected for.
/// </summary>
internal sealed class PurposeGate(Taxonomy taxonomy, FactConsent consents, string purpose, DateTimeOffset at)
{
    public bool Permits(LoggedEvent logged, TraitClaim claim) => Permits(
        consents.For(logged),
        taxonomy.Traits.GetValueOrDefault(claim.Trait),
        new FactClass(claim.Party, claim.Sensitivity, claim.SpecialCategories, NationalId: claim.HoldsNationalId));

    /// <summary>Whether the purpose may see a trait that the host itself collected from the person.</summary>
    public bool PermitsTrait(SubjectConsent consent, string trait)
    {
        var definition = taxonomy.Traits.GetValueOrDefault(trait);
        return Permits(consent, definition, new FactClass(
            Party.First,
            definition?.Sensitivity ?? taxonomy.UnknownSensitivity,
            definition?.SpecialCategories ?? SpecialCategories.None,
            NationalId: definition?.Sensitivity == Sensitivity.NationalId));
    }

    /// <summary>
    /// The event as the purpose may see it: without the properties that it may not see, without the identifiers and the context that came with it,
    /// which no definition classifies; null when it may not see the event.
    /// </summary>
    public LoggedEvent? Admit(LoggedEvent logged) => See(logged) is { } seen ? Bare(seen) : null;

    /// <summary>The event without the properties that the purpose may not see; null when it may not see the event.</summary>
    public LoggedEvent? See(LoggedEvent logged)
    {
        if (!Permits(logged))
        {
            return null;
        }

        var shown = logged.Stamps.IsEmpty ? logged.Properties : Shown(logged);
        return ReferenceEquals(shown, logged.Properties) ? logged : logged with { Properties = shown };
    }

    /// <summary>The event without the identifiers and the context that came with it.</summary>
    public static LoggedEvent Bare(LoggedEvent logged) => logged.Identifiers.IsEmpty && ReferenceEquals(logged.Context, Attributes.Empty)
        ? logged
        : logged with { Context = Attributes.Empty, Identifiers = [] };

    private Attributes Shown(LoggedEvent logged) =>
        logged.Properties.Without([.. logged.Stamps.Where(stamp => !PermitsProperty(logged, stamp)).Select(stamp => stamp.Name)]);

    // A property is of the event's own kind, only more sensitive.
    private bool PermitsProperty(LoggedEvent logged, PropertyStamp stamp) => Permits(
        consents.For(logged),
        taxonomy.Events.GetValueOrDefault(logged.Name),
        new FactClass(logged.Party, stamp.Sensitivity, stamp.SpecialCategories, NationalId: stamp.HoldsNationalId));

    private bool Permits(LoggedEvent logged)
    {
        var definition = taxonomy.Events.GetValueOrDefault(logged.Name);
        var sensitivity = definition is { } known && known.Sensitivity > logged.Sensitivity ? known.Sensitivity : logged.Sensitivity;
        return Permits(
            consents.For(logged),
            definition,
            new FactClass(logged.Party, sensitivity, logged.SpecialCategories | (definition?.SpecialCategories ?? SpecialCategories.None)));
    }

    private bool Permits(SubjectConsent consent, DataDefinition? definition, FactClass seen)
    {
        var fact = seen with { Category = definition?.Key, DataCategory = definition?.Fideslang, CollectedFor = definition?.Purpose };
        return consent.Decide(purpose, at, fact).Allowed
            && (definition?.Purpose is not { } collectedFor || collectedFor == purpose || consent.Decide(collectedFor, at).Allowed);
    }
}
