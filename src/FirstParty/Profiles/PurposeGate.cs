using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// The one door that every read goes through. A fact passes when the person permits the purpose that reads it, for a fact of this party,
/// sensitivity and category, and still permits the purpose that it was collected for: both the one that its definition names today, and the one that the
/// consent record which let it in names. So no setup opens what was refused, whatever has become of the definition since. Where that record is not among
/// the person's any more, as after identifiers were parted, the definition's purpose decides, and what has none is withheld. Not thread-safe.
/// </summary>
internal sealed class PurposeGate(Taxonomy taxonomy, FactConsent consents, string purpose, DateTimeOffset at)
{
    private (SubjectConsent Consent, long Record, string? Named, Origin Origin)? _latest;

    /// <summary>What the record that let a fact in says of it.</summary>
    private enum Origin
    {
        /// <summary>Nothing against it: it was collected for what its definition names, or without anybody's consent.</summary>
        Named,

        /// <summary>It was collected for another purpose, which the person still permits.</summary>
        Other,

        /// <summary>It was collected for what the person does not permit any more, or nobody can tell for what.</summary>
        Refused,
    }

    public bool Permits(LoggedEvent logged, TraitClaim claim) => Permits(
        consents.For(logged),
        taxonomy.Traits.GetValueOrDefault(claim.Trait),
        new FactClass(claim.Party, claim.Sensitivity, claim.SpecialCategories, NationalId: claim.HoldsNationalId),
        claim.ConsentSequence);

    /// <summary>Whether the purpose may see a trait that the host itself collected from the person.</summary>
    public bool PermitsTrait(SubjectConsent consent, string trait)
    {
        var definition = taxonomy.Traits.GetValueOrDefault(trait);
        return Permits(consent, definition, new FactClass(
            Party.First,
            definition?.Sensitivity ?? taxonomy.UnknownSensitivity,
            definition?.SpecialCategories ?? SpecialCategories.None,
            NationalId: definition?.Sensitivity == Sensitivity.NationalId), letInBy: null);
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
        new FactClass(logged.Party, stamp.Sensitivity, stamp.SpecialCategories, NationalId: stamp.HoldsNationalId),
        stamp.ConsentSequence ?? logged.ConsentSequence);

    private bool Permits(LoggedEvent logged)
    {
        var definition = taxonomy.Events.GetValueOrDefault(logged.Name);
        var sensitivity = definition is { } known && known.Sensitivity > logged.Sensitivity ? known.Sensitivity : logged.Sensitivity;
        return Permits(
            consents.For(logged),
            definition,
            new FactClass(logged.Party, sensitivity, logged.SpecialCategories | (definition?.SpecialCategories ?? SpecialCategories.None)),
            logged.ConsentSequence);
    }

    private bool Permits(SubjectConsent consent, DataDefinition? definition, FactClass seen, long? letInBy)
    {
        var named = definition?.Purpose;
        var origin = letInBy is { } record ? OriginOf(consent, record, named) : Origin.Named;
        if (origin == Origin.Refused)
        {
            return false;
        }

        // What was collected for one purpose and is defined for another is no purpose's own.
        var fact = seen with { Category = definition?.Key, DataCategory = definition?.Fideslang, CollectedFor = origin == Origin.Named ? named : null };
        return consent.Decide(purpose, at, fact).Allowed && (named is null || named == purpose || consent.Decide(named, at).Allowed);
    }

    // Facts that follow each other were mostly let in by the same record.
    private Origin OriginOf(SubjectConsent consent, long record, string? named)
    {
        if (_latest is not { } latest || latest.Record != record || latest.Named != named || !ReferenceEquals(latest.Consent, consent))
        {
            _latest = latest = (consent, record, named, Look(consent, record, named));
        }

        return latest.Origin;
    }

    private Origin Look(SubjectConsent consent, long sequence, string? named)
    {
        if (consents.Whole.Find(sequence) is not { } record)
        {
            return named is null ? Origin.Refused : Origin.Named;
        }

        // A refusal that the purpose's own grounds override let it in: they are judged anew with the definition's purpose.
        if (!record.Act.IsPermissive() && named is not null)
        {
            return Origin.Named;
        }

        return !consent.StillPermits(record.Purpose, at) ? Origin.Refused
            : string.Equals(record.Purpose, named, StringComparison.Ordinal) ? Origin.Named : Origin.Other;
    }
}
