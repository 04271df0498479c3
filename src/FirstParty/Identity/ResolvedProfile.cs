using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>One person, as the facts have it: the identifiers that belong together.</summary>
public sealed record ResolvedProfile
{
    /// <summary>The profile's id: the natural id of <see cref="Representative"/>.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The strongest identifier: by priority, then first seen, then value; a former id only when there is no other.</summary>
    public required Identifier Representative { get; init; }

    /// <summary>All identifiers, normalised, strongest first. Never empty.</summary>
    public required ImmutableArray<Identifier> Identifiers { get; init; }
}
