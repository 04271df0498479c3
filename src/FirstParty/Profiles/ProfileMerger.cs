using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// Merges a person's facts into a profile. Every result is a function of the set of facts: neither the order of arrival nor the number of
/// merges and unmerges on the way has a part in it. Pure and thread-safe.
/// </summary>
internal sealed class ProfileMerger(Taxonomy taxonomy, SurvivorshipRules survivorship)
{
    /// <summary>The surviving traits of everything, whatever the purposes: what the cache keeps. Never shown as it is.</summary>
    public StoredProfile Store(PersonFacts person, DateTimeOffset asOf) => new()
    {
        Id = person.Id,
        FirstSeen = person.FirstSeen ?? asOf,
        Traits = [.. Survive(Claims(person), asOf).OrderBy(trait => trait.Name, StringComparer.Ordinal)],
    };

    /// <summary>What a purpose may see: facts without a current yes are absent, before anything survives, so that they cannot even win.</summary>
    public ProfileView View(PersonFacts person, string purpose, DateTimeOffset asOf)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        var stated = person.Events.Where(logged => logged.Kind == EventKind.Identify && logged.OccurredAt <= asOf).ToList();
        var events = person.Events.Where(logged => logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen).ToList();
        var claims = stated.SelectMany(Claims, (logged, claim) => (Event: logged, Claim: claim)).ToList();
        var permittedClaims = claims.Where(made => gate.Permits(made.Event, made.Claim)).Select(made => made.Claim).ToList();
        var permittedEvents = events.Select(gate.Admit).OfType<LoggedEvent>().ToList();
        var purposes = person.Word.Rules.Purposes;
        var decisions = purposes.ToImmutableDictionary(other => other.Id, other => person.Word.Decide(other.Id, asOf), StringComparer.Ordinal);
        return new ProfileView
        {
            Id = person.Id,
            Identifiers = person.Identifiers,
            Purpose = purpose,
            Traits = Survive(permittedClaims, asOf).ToImmutableDictionary(trait => trait.Name, StringComparer.Ordinal),
            Events = EventHistory.Of(permittedEvents),
            Permitted = [.. decisions.Where(other => other.Value.Allowed).Select(other => other.Key)],
            Statuses = decisions.Where(other => !other.Value.Allowed).ToImmutableDictionary(other => other.Key, other => other.Value.Status),
            ChangesAt = purposes.Min(other => person.Word.NextChange(other.Id, asOf)),
            FirstSeen = Earliest(permittedClaims.Select(claim => claim.OccurredAt).Concat(permittedEvents.Select(logged => logged.OccurredAt))),
            Withheld = claims.Count - permittedClaims.Count + events.Count - permittedEvents.Count,
        };
    }

    /// <summary>The claims that a person's identify calls make.</summary>
    public IEnumerable<TraitClaim> Claims(PersonFacts person) => person.Events
        .Where(logged => logged.Kind == EventKind.Identify)
        .SelectMany(Claims);

    private IEnumerable<TraitClaim> Claims(LoggedEvent logged) => logged.Properties.Select(trait => Claim(logged, trait));

    private IEnumerable<TraitValue> Survive(IEnumerable<TraitClaim> claims, DateTimeOffset asOf) => claims
        .GroupBy(claim => claim.Trait, StringComparer.Ordinal)
        .Select(claimed => survivorship.Resolve([.. claimed], asOf)!)
        .Where(survivor => survivor is not null);

    private TraitClaim Claim(LoggedEvent logged, KeyValuePair<string, AttributeValue> trait)
    {
        var definition = taxonomy.Traits.GetValueOrDefault(trait.Key);
        var stamp = Stamp(logged, trait.Key);
        return new TraitClaim
        {
            Fact = logged.Id,
            Trait = trait.Key,
            Value = trait.Value,
            Identifier = logged.Anchor,
            OccurredAt = logged.OccurredAt,
            Party = logged.Party,
            Kind = definition?.Kind ?? DataKind.Descriptive,
            Explicitness = logged.Explicitness,
            Sensitivity = Max(definition?.Sensitivity ?? taxonomy.UnknownSensitivity, stamp?.Sensitivity),
            SpecialCategories = (definition?.SpecialCategories ?? SpecialCategories.None) | (stamp?.SpecialCategories ?? SpecialCategories.None),
            ConsentSequence = stamp?.ConsentSequence ?? logged.ConsentSequence,
        };
    }

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset> instants) => instants.Select(instant => (DateTimeOffset?)instant).Min();

    private static PropertyStamp? Stamp(LoggedEvent logged, string name)
    {
        foreach (var stamp in logged.Stamps)
        {
            if (string.Equals(stamp.Name, name, StringComparison.Ordinal))
            {
                return stamp;
            }
        }

        return null;
    }

    private static Sensitivity Max(Sensitivity own, Sensitivity? raised) => raised is { } other && other > own ? other : own;
}
