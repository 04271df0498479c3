using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// An event named these identifiers together. It ties each of them to the strongest; the strongest is the event's anchor. Lives in the
/// event log, never in the graph.
/// </summary>
public sealed record EventAssertion : IdentityAssertion
{
    /// <summary>The identifiers as received, in any order. Those that the rules refuse take no part.</summary>
    public required ImmutableArray<Identifier> Identifiers { get; init; }

    /// <summary>When it happened. UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it was received, or null when that is not known; an event cannot count as later than its receipt. UTC.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>How strongly it ties them together.</summary>
    public AssertionStrength Strength { get; init; } = AssertionStrength.Observed;

    /// <summary>The time that counts: the earlier of <see cref="OccurredAt"/> and <see cref="ReceivedAt"/>.</summary>
    public DateTimeOffset At => ReceivedAt is { } received && received < OccurredAt ? received : OccurredAt;
}
