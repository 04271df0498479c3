using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Looks again at the people whose memberships the clock may have changed.</summary>
internal sealed class RefreshWork(LineParts parts) : WriterWork
{
    private const int Slice = 500;

    /// <summary>How many people were looked at.</summary>
    public int Refreshed { get; private set; }

    /// <summary>Whether more are due than one slice holds.</summary>
    public bool HasMore => Refreshed == Slice;

    public override bool KeepsMemory => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var now = parts.Now;
        var due = await session.Segments.ReadDueFlipsAsync(now, after: null, Slice, cancellationToken).ConfigureAwait(false);
        Refreshed = due.Count;
        var batch = new Batch([], session, now) { Cause = SegmentChangeCause.Time };
        batch.Touched.UnionWith(due.Select(flip => flip.Profile));
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
