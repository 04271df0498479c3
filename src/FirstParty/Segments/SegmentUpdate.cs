using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>What one transaction writes about memberships.</summary>
public sealed record SegmentUpdate
{
    /// <summary>Changes of membership, in the order they are recorded in. Entering sets the membership; leaving removes it.</summary>
    public IReadOnlyList<SegmentChange> Changes { get; init; } = [];

    /// <summary>For each profile that was evaluated, its next flip; it replaces the one before, and null removes it.</summary>
    public IReadOnlyList<ProfileFlip> Flips { get; init; } = [];

    /// <summary>For profiles of which only some segments were evaluated, the earliest of those segments' flips: it replaces a later one, or none, and
    /// leaves an earlier one. Entries without an instant change nothing.</summary>
    public IReadOnlyList<ProfileFlip> SoonerFlips { get; init; } = [];

    /// <summary>
    /// Looks that are to follow the commit: each brings its profile's flip forward to its instant, and stays until a flip of the profile is set by
    /// <see cref="Flips"/>. Of a profile that awaits one already they become one, by <see cref="AwaitedLook.With"/>. At most one a profile.
    /// </summary>
    public IReadOnlyList<AwaitedLook> Awaited { get; init; } = [];

    /// <summary>Revisions to set, each replacing the one before of its segment.</summary>
    public IReadOnlyList<SegmentRevision> Revisions { get; init; } = [];

    /// <summary>Ids of segments whose revision is dropped, since nobody defines them any more.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>
    /// Profiles of which every membership, flip, awaited look and recorded change is deleted, before anything else of this update; a revision that has come
    /// through one of them starts over.
    /// </summary>
    public IReadOnlyList<ProfileId> Erased { get; init; } = [];

    /// <summary>
    /// The last sequence of the recorded changes that are deleted because of their age, all before it included; 0 for none. Memberships stay.
    /// </summary>
    public long ForgottenThrough { get; init; }
}
