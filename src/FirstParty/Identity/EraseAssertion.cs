using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// A tombstone: what was said of these identifiers up to <see cref="IdentityAct.At"/> counts as never said, replays and late arrivals
/// included. Names natural ids and not values, so that it can outlive what it erases.
/// </summary>
public sealed record EraseAssertion : IdentityAct
{
    /// <summary>The natural ids (<see cref="ProfileId.Of"/>) of the erased identifiers, normalised.</summary>
    public required ImmutableArray<ProfileId> Targets { get; init; }

    /// <summary>What goes of an event that names one of them.</summary>
    public ErasureScope Scope { get; init; } = ErasureScope.Profile;

    /// <summary>Whether they stay suppressed in events after <see cref="IdentityAct.At"/> as well; else those start afresh.</summary>
    public bool Suppress { get; init; }
}
