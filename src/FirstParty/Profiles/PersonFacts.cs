using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>All facts of one person, as they were loaded: what a profile is merged from. Never handed out.</summary>
internal sealed record PersonFacts(
    ProfileId Id,
    ImmutableArray<Identifier> Identifiers,
    IReadOnlyList<LoggedEvent> Events,
    FactConsent Consent)
{
    /// <summary>Whose word decides on the person as a whole: the strongest identifier, or the one that the person was asked for by.</summary>
    public Identifier Speaker { get; init; } = Identifiers[0];

    /// <summary>What the person as a whole permits.</summary>
    public SubjectConsent Word => Consent.Of(Speaker);

    /// <summary>Those of the events that make claims: the identify calls.</summary>
    public IEnumerable<LoggedEvent> Stated => (Events as PersonEvents)?.Stated ?? Events.Where(logged => logged.Kind == EventKind.Identify);

    /// <summary>The earliest time at which any of the facts occurred, or null when there is none.</summary>
    public DateTimeOffset? FirstSeen => Events switch
    {
        PersonEvents events => events.FirstSeen,
        [] => null,
        _ => Events.Min(logged => logged.OccurredAt),
    };
}
