using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Takes acts about who is who into the graph and lets profiles and segments follow.</summary>
internal sealed class IdentityWork(IReadOnlyList<IdentityAct> acts, LineParts parts) : WriterWork
{
    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var change = await parts.Resolver.ApplyAsync(session.Identity, acts, cancellationToken).ConfigureAwait(false);
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Identity };
        batch.Touched.UnionWith(change.Rearranged);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
