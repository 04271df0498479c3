using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>How one profile would change, as the purpose may see it.</summary>
public sealed record ProfileChange
{
    /// <summary>The profile.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The profile before, or null when it would be new.</summary>
    public Profile? Before { get; init; }

    /// <summary>The profile afterwards, or null when it would be no more.</summary>
    public Profile? After { get; init; }

    /// <summary>The traits that would differ in value or origin, by name.</summary>
    public ImmutableArray<TraitChange> Traits { get; init; } = [];

    /// <summary>The segments that it would enter.</summary>
    public ImmutableSortedSet<string> Entered { get; init; } = [];

    /// <summary>The segments that it would leave.</summary>
    public ImmutableSortedSet<string> Left { get; init; } = [];

    /// <summary>The decisions on registered purposes that would differ, by purpose.</summary>
    public ImmutableArray<DecisionChange> Consent { get; init; } = [];
}
