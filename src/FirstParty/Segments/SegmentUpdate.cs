using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>What one transaction writes about memberships.</summary>
public sealed record SegmentUpdate
{
    /// <summary>Changes of membership, in the order they are recorded in. Entering sets the membership; leaving removes it.</summary>
    public IReadOnlyList<SegmentChange> Changes { get; init; } = [];

    /// <summary>For each profile that was evaluated, its next flip; it replaces the one before, and null removes it.</summary>
    public IReadOnlyList<ProfileFlip> Flips { get; init; } = [];

    /// <summary>Profiles of which every membership, flip and recorded change is deleted, before anything else of this update.</summary>
    public IReadOnlyList<ProfileId> Erased { get; init; } = [];
}
