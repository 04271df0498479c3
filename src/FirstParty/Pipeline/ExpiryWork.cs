using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>One small slice of links is judged anew by its age, in one transaction; profiles and segments follow. Doing it again changes nothing.</summary>
internal sealed class ExpiryWork(IReadOnlyCollection<GraphPair> links, LineParts parts) : WriterWork
{
    public override int Weight => links.Count;

    public override bool KeepsMemory => true; // Whom it changes is forgotten.

    /// <summary>How many of the links hold no longer; set once the work is done.</summary>
    public int Expired { get; private set; }

    /// <summary>What became of profiles; set once the work is done.</summary>
    public ImmutableArray<ResolutionEntry> History { get; private set; } = [];

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var change = await parts.Resolver.ReviewAsync(session.Identity, links, cancellationToken).ConfigureAwait(false);
        parts.People.Forget(change);
        (Expired, History) = (change.Written.Links.Count(link => link.Strength is null && links.Contains(link.Pair)), change.History);
        var batch = new Batch([], session, parts.Now) { Cause = SegmentChangeCause.Identity, Longest = parts.Longest };
        batch.Touched.UnionWith(change.Rearranged);
        batch.Rearranged.UnionWith(change.Rearranged);
        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
    }
}
