using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Looks again at the people whose memberships the clock may have changed.</summary>
/// <param name="parts">The parts of the line.</param>
/// <param name="due">Who is due, and since when; null for everybody whom the store holds to be, a slice at a time.</param>
internal sealed class RefreshWork(LineParts parts, IReadOnlyList<ProfileFlip>? due = null) : WriterWork
{
    private const int Slice = 500;

    /// <summary>How many people were looked at.</summary>
    public int Refreshed { get; private set; }

    /// <summary>Whether more are due than one slice holds.</summary>
    public bool HasMore => due is null && Refreshed == Slice;

    public override bool KeepsMemory => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var now = parts.Now;
        var flips = due ?? await session.Segments.ReadDueFlipsAsync(now, after: null, Slice, cancellationToken).ConfigureAwait(false);
        Refreshed = flips.Count;
        var batch = new Batch([], session, now)
        {
            Cause = SegmentChangeCause.Time,
            DueAt = flips.ToDictionary(flip => flip.Profile, flip => flip.At!.Value),
        };
        batch.Touched.UnionWith(batch.DueAt.Keys);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
