using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Brings memberships up to definitions that were added, changed or removed since the store was last open, and to a setup that lets them see something
/// else, a slice of people a transaction, so that ingest goes on in between and a crash loses no more than one slice.
/// </summary>
internal sealed class ReevaluateWork(LineParts parts) : WriterWork
{
    public const int Slice = 200;

    /// <summary>The segments that are not up to date yet; empty once there is nothing more to do.</summary>
    public IReadOnlyList<SegmentRevision> Pending { get; private set; } = [];

    /// <summary>Of the people of the slice, those who have to be looked at one at a time before all memberships follow.</summary>
    public IReadOnlyList<LongLook> Long { get; private set; } = [];

    public override bool KeepsMemory => true;

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var held = await session.Segments.ReadRevisionsAsync(cancellationToken).ConfigureAwait(false);
        await DropAsync(session, held, cancellationToken).ConfigureAwait(false);
        Pending = PendingOf(parts, held);
        if (Pending.Count == 0)
        {
            return;
        }

        var from = Pending.Any(revision => revision.Through is null) ? null : Pending.Min(revision => revision.Through);
        var page = await session.Profiles.ListAsync(from, Slice, cancellationToken).ConfigureAwait(false);
        var now = parts.Now;
        var batch = new Batch([], session, now)
        {
            Cause = SegmentChangeCause.Definition,
            Longest = parts.Longest,
            Only = Pending.Select(revision => revision.Segment).ToHashSet(StringComparer.Ordinal),
        };
        batch.Touched.UnionWith(page.Select(profile => profile.Id));
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        Long = RefreshWork.LooksAt(batch);
        Pending = Advanced(page);
        await parts.Line.Notes.WriteAsync(session, new SegmentUpdate { Revisions = Pending }, cancellationToken).ConfigureAwait(false);
        Pending = [.. Pending.Where(revision => !revision.IsCurrent)];
    }

    /// <summary>The definitions that the stored memberships do not follow, or not for everybody yet.</summary>
    public static IReadOnlyList<SegmentRevision> PendingOf(LineParts parts, IReadOnlyList<SegmentRevision> held)
    {
        var known = held.ToDictionary(revision => revision.Segment, StringComparer.Ordinal);
        return
        [
            .. from definition in parts.Segments.Definitions
               let wanted = parts.Revisions.Of(definition.Id)
               let stored = known.GetValueOrDefault(definition.Id)
               where stored is not { IsCurrent: true } || stored.Fingerprint != wanted
               select stored?.Fingerprint == wanted ? stored : new SegmentRevision(definition.Id, wanted, IsCurrent: false),
        ];
    }

    private IReadOnlyList<SegmentRevision> Advanced(IReadOnlyList<StoredProfile> page)
    {
        var isLast = page.Count < Slice;
        return [.. Pending.Select(revision => revision with { IsCurrent = isLast, Through = isLast ? null : page[^1].Id })];
    }

    // Whoever is in a segment that nobody defines any more leaves it, a slice at a time.
    private async ValueTask DropAsync(StorageSession session, IReadOnlyList<SegmentRevision> held, CancellationToken cancellationToken)
    {
        foreach (var revision in held.Where(revision => parts.Segments.Find(revision.Segment) is null))
        {
            IReadOnlyList<SegmentMembership> page;
            do
            {
                page = await session.Segments.ReadMembersAsync(revision.Segment, null, Slice, cancellationToken).ConfigureAwait(false);
                var left = page.Select(member => new SegmentChange(
                    member.Profile, revision.Segment, SegmentTransition.Exited, parts.Now, SegmentChangeCause.Definition)).ToList();
                var update = new SegmentUpdate { Changes = left, Dropped = page.Count < Slice ? [revision.Segment] : [] };
                await parts.Line.Notes.WriteAsync(session, update, cancellationToken).ConfigureAwait(false);
            }
            while (page.Count == Slice);
        }
    }
}
