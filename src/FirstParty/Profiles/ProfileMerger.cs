using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// Merges a person's facts into a profile. Every result is a function of the set of facts: neither the order of arrival nor the number of
/// merges and unmerges on the way has a part in it. Pure and thread-safe.
/// </summary>
internal sealed partial class ProfileMerger(Taxonomy taxonomy, SurvivorshipRules survivorship)
{
    // How all those stand who have never said anything.
    private SilentStanding? _silent;

    /// <summary>The surviving traits of everything, whatever the purposes: what the cache keeps. Never shown as it is.</summary>
    public StoredProfile Store(PersonFacts person, DateTimeOffset asOf) => new()
    {
        Id = person.Id,
        FirstSeen = person.FirstSeen ?? asOf,
        Traits = person.Stated.Any() ? [.. Survive(Claims(person), asOf).OrderBy(trait => trait.Name, StringComparer.Ordinal)] : [],
    };

    /// <summary>What a purpose may see: facts without a current yes are absent, before anything survives, so that they cannot even win.</summary>
    public ProfileView View(PersonFacts person, string purpose, DateTimeOffset asOf) =>
        View(person, purpose, asOf, Permit(person, purpose, asOf, person.Events));

    /// <summary>The view over events that were looked at before.</summary>
    public ProfileView View(PersonFacts person, string purpose, DateTimeOffset asOf, PermittedEvents events)
    {
        return person.Stated is IReadOnlyCollection<LoggedEvent> { Count: 0 }
            || person.Stated.Where(logged => logged.OccurredAt <= asOf).ToList() is not { Count: > 0 } stated
                ? Unstated(person, purpose, events)
                : Stated(person, purpose, asOf, events, stated);
    }

    /// <summary>The view of a person who has made claims.</summary>
    private ProfileView Stated(PersonFacts person, string purpose, DateTimeOffset asOf, PermittedEvents events, List<LoggedEvent> stated)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        var claims = stated.SelectMany(Claims, (logged, claim) => (Event: logged, Claim: claim)).ToList();
        var permitted = claims.Where(made => gate.Permits(made.Event, made.Claim)).Select(made => made.Claim).ToList();
        return new ProfileView
        {
            Id = person.Id,
            Identifiers = person.Identifiers,
            Purpose = purpose,
            Traits = Survive(permitted, asOf).Select(trait => trait with { HeldSince = HeldSince(trait, permitted) }).ToImmutableDictionary(trait => trait.Name, StringComparer.Ordinal),
            Events = events.History,
            Permitted = events.Standing.Permitted,
            Statuses = events.Standing.Statuses,
            ChangesAt = Earliest(((DateTimeOffset?[])[events.Standing.ChangesAt, events.Until])
                .Concat(permitted.GroupBy(claim => claim.Trait, StringComparer.Ordinal).Select(claimed => survivorship.NextChange([.. claimed], asOf)))),
            FirstSeen = Earliest(permitted.Select(claim => (DateTimeOffset?)claim.OccurredAt)
                .Append(events.History.Oldest)),
            Withheld = claims.Count - permitted.Count + events.Withheld,
        };
    }

    /// <summary>The view of a person who has made no claim.</summary>
    private static ProfileView Unstated(PersonFacts person, string purpose, PermittedEvents events) => new()
    {
        Id = person.Id,
        Identifiers = person.Identifiers,
        Purpose = purpose,
        Events = events.History,
        Permitted = events.Standing.Permitted,
        Statuses = events.Standing.Statuses,
        ChangesAt = Earliest(events.Standing.ChangesAt, events.Until),
        FirstSeen = events.History.Oldest,
        Withheld = events.Withheld,
    };

    /// <summary>A view that still holds, with further events and nothing else that is new.</summary>
    public static ProfileView View(ProfileView before, PermittedEvents events, int further) => before with
    {
        Events = events.History,
        ChangesAt = Earliest(before.ChangesAt, events.Until),
        FirstSeen = Earliest(before.FirstSeen, events.History.Oldest),
        Withheld = before.Withheld + further,
    };

    /// <summary>What a purpose may see of some events.</summary>
    /// <param name="person">Whose events they are.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="asOf">The instant. UTC.</param>
    /// <param name="events">The events.</param>
    /// <param name="again">Makes their history again, so that it need not be held; null for one that is.</param>
    public PermittedEvents Permit(
        PersonFacts person, string purpose, DateTimeOffset asOf, IEnumerable<LoggedEvent> events, Func<EventHistory>? again = null)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        var (admitted, withheld) = Admit(events, gate, isBare: true);
        var standing = StandingOf(person.Word, asOf);
        return new PermittedEvents(
            EventHistory.Of(admitted, again), withheld, standing, asOf, Earliest(person.Consent.NextChange(asOf), standing.ChangesAt));
    }

    /// <summary>The same of further events, together with those that were looked at before. What these are followed by is not copied.</summary>
    public PermittedEvents PermitFurther(
        PersonFacts person, string purpose, DateTimeOffset asOf, IEnumerable<LoggedEvent> events, PermittedEvents before)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        var (admitted, withheld) = Admit(events, gate, isBare: false);
        return before with { History = before.History.With(admitted), Withheld = before.Withheld + withheld, Until = person.Consent.NextChange(asOf) };
    }

    private static (List<LoggedEvent> Admitted, int Withheld) Admit(IEnumerable<LoggedEvent> events, PurposeGate gate, bool isBare)
    {
        var (admitted, withheld) = (new List<LoggedEvent>(events.TryGetNonEnumeratedCount(out var count) ? count : 0), 0);
        foreach (var logged in events)
        {
            if (logged.Kind is not (EventKind.Track or EventKind.Page or EventKind.Screen))
            {
                continue;
            }

            if ((isBare ? gate.Admit(logged) : gate.See(logged)) is { } shown)
            {
                admitted.Add(shown);
            }
            else
            {
                withheld++;
            }
        }

        return (admitted, withheld);
    }

    /// <summary>The claims that a person's identify calls make.</summary>
    public IEnumerable<TraitClaim> Claims(PersonFacts person) => person.Stated.SelectMany(Claims);

    private PersonStanding StandingOf(SubjectConsent word, DateTimeOffset asOf)
    {
        if (word.Records.Count > 0)
        {
            return PersonStanding.Of(word, asOf);
        }

        if (Volatile.Read(ref _silent) is not { } known || !known.Holds(word.Rules, asOf))
        {
            Volatile.Write(ref _silent, known = new SilentStanding(word.Rules, asOf, PersonStanding.Of(word, asOf)));
        }

        return known.Standing;
    }

    private IEnumerable<TraitClaim> Claims(LoggedEvent logged)
    {
        var provenance = logged.Provenance;
        var staleAfter = taxonomy.Sources.GetValueOrDefault(logged.Id.Source)?.StaleAfter;
        return logged.Properties.Select(trait => Claim(logged, trait) with { Provenance = provenance, StaleAfter = staleAfter });
    }

    private IEnumerable<TraitValue> Survive(IEnumerable<TraitClaim> claims, DateTimeOffset asOf) => claims
        .GroupBy(claim => claim.Trait, StringComparer.Ordinal)
        .Select(claimed => survivorship.Resolve([.. claimed], asOf)!)
        .Where(survivor => survivor is not null);

    // Saying it again does not make it newer: back from the one that survived, as far as everything says the same.
    private static DateTimeOffset? HeldSince(TraitValue survivor, List<TraitClaim> permitted)
    {
        DateTimeOffset? since = null;
        foreach (var claim in permitted
            .Where(claim => claim.OccurredAt <= survivor.OccurredAt && string.Equals(claim.Trait, survivor.Name, StringComparison.Ordinal))
            .OrderByDescending(claim => claim.OccurredAt).ThenByDescending(claim => claim.Fact == survivor.Fact))
        {
            if (!claim.Value.Equals(survivor.Value))
            {
                break;
            }

            since = claim.OccurredAt;
        }

        return since;
    }

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
            HoldsNationalId = (definition?.Sensitivity == Sensitivity.NationalId) || stamp is { HoldsNationalId: true } or { Sensitivity: Sensitivity.NationalId },
            ConsentSequence = stamp?.ConsentSequence ?? logged.ConsentSequence,
        };
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? Earliest(IEnumerable<DateTimeOffset?> instants) => instants.Min();

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

    private sealed record SilentStanding(ConsentRules Rules, DateTimeOffset From, PersonStanding Standing)
    {
        public bool Holds(ConsentRules rules, DateTimeOffset at) =>
            ReferenceEquals(rules, Rules) && From <= at && (Standing.ChangesAt is not { } change || at < change);
    }
}
