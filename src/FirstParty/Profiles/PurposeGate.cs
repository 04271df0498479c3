using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// The one door that every read goes through. A fact passes when the person permits the purpose that reads it, for a fact of this party,
/// sensitivity and category, and still permits the purpose that it was collected for.
/// </summary>
internal sealed class PurposeGate(Taxonomy taxonomy, SubjectConsent consent, string purpose, DateTimeOffset at)
{
    public bool Permits(TraitClaim claim) => Permits(
        taxonomy.Traits.GetValueOrDefault(claim.Trait), claim.Party, claim.Sensitivity, claim.SpecialCategories);

    /// <summary>The event as the purpose may see it, without the properties that it may not see; null when it may not see the event.</summary>
    public LoggedEvent? Admit(LoggedEvent logged)
    {
        if (!Permits(logged))
        {
            return null;
        }

        var hidden = logged.Stamps.Where(stamp => !Permits(null, logged.Party, stamp.Sensitivity, stamp.SpecialCategories)).Select(stamp => stamp.Name);
        return logged.Stamps.IsEmpty ? logged : logged with { Properties = logged.Properties.Without([.. hidden]) };
    }

    private bool Permits(LoggedEvent logged)
    {
        var definition = taxonomy.Events.GetValueOrDefault(logged.Name);
        var sensitivity = definition is { } known && known.Sensitivity > logged.Sensitivity ? known.Sensitivity : logged.Sensitivity;
        return Permits(definition, logged.Party, sensitivity, logged.SpecialCategories | (definition?.SpecialCategories ?? SpecialCategories.None));
    }

    private bool Permits(DataDefinition? definition, Party party, Sensitivity sensitivity, SpecialCategories special)
    {
        var fact = new FactClass(party, sensitivity, special, definition?.Key, definition?.Fideslang, sensitivity == Sensitivity.NationalId);
        return consent.Decide(purpose, at, fact).Allowed
            && (definition?.Purpose is not { } collectedFor || collectedFor == purpose || consent.Decide(collectedFor, at).Allowed);
    }
}
