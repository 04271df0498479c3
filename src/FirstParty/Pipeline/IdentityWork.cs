using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Takes acts about who is who into the graph and lets profiles and segments follow.</summary>
internal sealed class IdentityWork(IReadOnlyList<IdentityAct> acts, LineParts parts) : WriterWork
{
    private const int Slice = 500;

    /// <summary>What the acts did; set once the work is done.</summary>
    public ResolutionChange? Change { get; private set; }

    /// <summary>What an act about two identifiers has come to; set once the work is done, null for any other act.</summary>
    public IdentityOutcome? Outcome { get; private set; }

    public override bool GoesByIdentity => true;

    /// <summary>
    /// What a retraction takes back may be about to come from another node, which would not see the retraction; and everybody must go by the age of ties
    /// from the commit on.
    /// </summary>
    public override bool IsExclusive => acts.Any(act => act is RetractAssertion or ExpireAssertion);

    /// <summary>What links or parts people says itself whom it changes; a retraction may change more.</summary>
    public override bool KeepsMemory => acts.All(act => act is LinkAssertion or SeparateAssertion or SuggestAssertion);

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var change = Change = await parts.Resolver.ApplyAsync(session.Identity, acts, cancellationToken).ConfigureAwait(false);
        Outcome = acts is [var act]
            ? await new TieReader(parts.IdentityRules).ReadAsync(session, act, change, cancellationToken).ConfigureAwait(false)
            : null;
        parts.People.Forget(change);
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Identity, Longest = parts.Longest };
        batch.Touched.UnionWith(change.Rearranged.Union(change.Newcomers));
        batch.Rearranged.UnionWith(change.Rearranged);
        if (change.FormerAsOf is { } former && !(change.AsOf >= former))
        {
            await ReviveAsync(change.AsOf, batch, cancellationToken).ConfigureAwait(false);
        }

        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>It was taken back that something expired: whatever holds again by that does so in the same transaction.</summary>
    private async ValueTask ReviveAsync(DateTimeOffset? asOf, Batch batch, CancellationToken cancellationToken)
    {
        var graph = batch.Session.Identity;
        for (var walk = parts.Resolver.Review(asOf, takenBack: true); !walk.IsOver;)
        {
            var links = await walk.NextAsync(graph, Slice, cancellationToken).ConfigureAwait(false);
            var change = await parts.Resolver.ReviewAsync(graph, links, cancellationToken).ConfigureAwait(false);
            batch.Touched.UnionWith(change.Rearranged);
            batch.Rearranged.UnionWith(change.Rearranged);
        }
    }
}
