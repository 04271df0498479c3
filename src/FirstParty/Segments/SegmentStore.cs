using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>
/// Memberships, the instants at which they must be looked at again, and the sequence of their changes. A port: one instance belongs to one
/// storage session, sees what that session wrote, and is not thread-safe.
/// </summary>
/// <remarks>
/// For implementers: every method is one or a few set-based statements. Reads give the session's own writes; others see them on commit. Keys are
/// (profile, segment) for memberships, profile for flips with an index on (instant, profile) and for awaited looks, an increasing number for changes,
/// the segment for revisions. Sequences are handed out so that a reader who has seen one never later finds a smaller one (a reader may wait behind a writer for that).
/// </remarks>
public abstract class SegmentStore
{
    /// <summary>The segments that each of the profiles is in, in no particular order; nothing for a profile that is in none.</summary>
    public abstract ValueTask<IReadOnlyList<SegmentMembership>> ReadMembershipsAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken);

    /// <summary>
    /// Says that the segments of these profiles, whom nobody else writes until the session ends, will be asked for. A back end that is far away may read them
    /// along with what it is asked next.
    /// </summary>
    public virtual void Expect(IReadOnlyCollection<ProfileId> profiles)
    {
    }

    /// <summary>
    /// Erases, forgets, changes memberships, records the changes, replaces flips, adds awaited looks, sets revisions, in this order. Entering
    /// twice keeps the first instant.
    /// </summary>
    public abstract ValueTask ApplyAsync(SegmentUpdate update, CancellationToken cancellationToken);

    /// <summary>
    /// The flips at or before an instant, ordered by instant and then by the UUID of the profile as text, after one that was read before (null for the
    /// beginning), at most <paramref name="limit"/>.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<ProfileFlip>> ReadDueFlipsAsync(
        DateTimeOffset until, ProfileFlip? after, int limit, CancellationToken cancellationToken);

    /// <summary>The looks that these profiles await, in no particular order; nothing for a profile that awaits none.</summary>
    public abstract ValueTask<IReadOnlyList<AwaitedLook>> ReadAwaitedAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken);

    /// <summary>The changes after a cursor (0 for the beginning), in sequence, at most <paramref name="limit"/>.</summary>
    public abstract ValueTask<IReadOnlyList<RecordedSegmentChange>> ReadChangesAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The members of a segment, ordered by the UUID of the profile as text, after one (null for the beginning), at most <paramref name="limit"/>.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<SegmentMembership>> ReadMembersAsync(
        string segment, ProfileId? after, int limit, CancellationToken cancellationToken);

    /// <summary>How many members each of the segments has; 0 for one without any.</summary>
    public abstract ValueTask<IReadOnlyDictionary<string, long>> CountMembersAsync(
        IReadOnlyCollection<string> segments, CancellationToken cancellationToken);

    /// <summary>Which definition the memberships of each segment follow, in no particular order.</summary>
    public abstract ValueTask<IReadOnlyList<SegmentRevision>> ReadRevisionsAsync(CancellationToken cancellationToken);
}
