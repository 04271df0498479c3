using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// What a purpose may see of a person: the traits and events that the person's consent and the values' sensitivity permit.
/// Withheld facts are absent, and counted. This is all that a segment rule ever sees. Immutable and thread-safe.
/// </summary>
public sealed record ProfileView
{
    /// <summary>The profile.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The person's identifiers, normalised.</summary>
    public ImmutableArray<Identifier> Identifiers { get; init; } = [];

    /// <summary>The purpose that this view was made for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The permitted traits by name.</summary>
    public ImmutableDictionary<string, TraitValue> Traits { get; init; } = ImmutableDictionary<string, TraitValue>.Empty;

    /// <summary>The permitted events.</summary>
    public EventHistory Events { get; init; } = EventHistory.Empty;

    /// <summary>The purposes that the person permits at the instant of the view.</summary>
    public ImmutableHashSet<string> Permitted { get; init; } = [];

    /// <summary>How the person stands to purposes that are not permitted, so that rules can tell a refusal from silence. A purpose that is in
    /// neither was never asked for.</summary>
    public ImmutableDictionary<string, ConsentStatus> Statuses { get; init; } = ImmutableDictionary<string, ConsentStatus>.Empty;

    /// <summary>The earliest instant at which this view becomes another although nothing new is known, as when a consent expires; null for
    /// never. UTC.</summary>
    public DateTimeOffset? ChangesAt { get; init; }

    /// <summary>The earliest time at which any of the permitted facts occurred, or null when there is none. UTC.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>How many traits and events were withheld from this purpose.</summary>
    public int Withheld { get; init; }
}
