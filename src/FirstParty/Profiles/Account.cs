using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// A company or a household as one purpose may see it: an entity of its own, with traits of its own, that people are members of. Never a bridge
/// between them: its members stay as many people as they are. Immutable.
/// </summary>
/// <seealso href="https://segment.com/docs/connections/spec/group/">Segment spec: group</seealso>
public sealed record Account
{
    /// <summary>The account's identifier, normalised.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>The account's natural id.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The purpose it was read for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The instant it was computed for. UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The surviving traits that its members' group calls gave it, as far as each of them permits, by name.</summary>
    public ImmutableDictionary<string, TraitValue> Traits { get; init; } = ImmutableDictionary<string, TraitValue>.Empty;

    /// <summary>The members who permit the purpose, ascending by profile.</summary>
    public ImmutableArray<AccountMembership> Members { get; init; } = [];

    /// <summary>How many members there are whom the purpose may not see.</summary>
    public int Withheld { get; init; }
}
