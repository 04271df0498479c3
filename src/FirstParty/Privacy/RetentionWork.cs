using FirstParty.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Privacy;

/// <summary>
/// One small slice of a sweep, in one transaction: facts whose time is over lose what they say, profiles and segments follow, and whoever was named by
/// nothing else is forgotten. Doing it again changes nothing.
/// </summary>
internal sealed class RetentionWork(IReadOnlyList<FactId> due, RetentionPolicy policy, LineParts parts) : WriterWork
{
    public override int Weight => due.Count;

    /// <summary>What was destroyed; set once the work is done.</summary>
    public RetentionReport Report { get; private set; } = RetentionReport.Nothing;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var now = parts.Now;
        var found = await session.Events.FindAsync(due, cancellationToken).ConfigureAwait(false);
        var components = await HoldAsync(session, found, cancellationToken).ConfigureAwait(false);
        var over = found.Select(logged => (Was: logged, Left: policy.Limit(logged, now))).Where(both => both.Left is not null).ToList();
        await session.Events.EraseAsync([.. over.Select(both => both.Was.Id)], cancellationToken).ConfigureAwait(false);
        await session.Events.AppendAsync([.. over.Select(both => both.Left!)], cancellationToken).ConfigureAwait(false);
        var batch = new Batch([], session, now) { Cause = SegmentChangeCause.Erasure };
        var forgotten = 0;
        foreach (var component in components)
        {
            var region = await session.Identity.ReadComponentsAsync([component], cancellationToken).ConfigureAwait(false);
            batch.Touched.UnionWith(region.Nodes.Select(node => node.Profile));
            forgotten += await ForgetAsync(session, region, cancellationToken).ConfigureAwait(false);
        }

        await parts.Line.SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        var events = over.Count(both => RetentionPolicy.IsBare(both.Left!));
        var traits = over.Where(both => !RetentionPolicy.IsBare(both.Left!)).Sum(both => both.Was.Properties.Count - both.Left!.Properties.Count);
        Report = new RetentionReport(0, events, traits, forgotten, 0);
    }

    /// <summary>The components that the facts speak of, nobody else writing them until the session ends.</summary>
    private static async ValueTask<IReadOnlyList<ProfileId>> HoldAsync(
        StorageSession session, IReadOnlyList<LoggedEvent> found, CancellationToken cancellationToken)
    {
        var anchors = found.Select(logged => ProfileId.Of(logged.Anchor)).Distinct().Order().ToList();
        var held = await session.Identity.FindAsync(new GraphQuery { Nodes = anchors, Hold = true }, cancellationToken).ConfigureAwait(false);
        return [.. held.Nodes.Select(node => node.Component).Distinct().Order()];
    }

    /// <summary>
    /// A component that nothing but bare facts speaks of is nobody any more: its facts, nodes and links go, and marks keep its messageIds used. One with
    /// a shared device or an act of linking stays.
    /// </summary>
    private async ValueTask<int> ForgetAsync(StorageSession session, GraphSnapshot region, CancellationToken cancellationToken)
    {
        var nodes = region.Nodes.Select(node => node.Id).ToHashSet();
        if (region.Acts.Any() || region.Nodes.Any(node => node.Shared) || region.Links.Any(link => !nodes.Contains(link.A) || !nodes.Contains(link.B)))
        {
            return 0;
        }

        var logged = await session.Events.ReadAsync([.. region.Nodes.Select(node => node.Identifier)], cancellationToken).ConfigureAwait(false);
        if (!logged.All(RetentionPolicy.IsBare))
        {
            return 0;
        }

        await session.Events.EraseAsync([.. logged.Select(fact => fact.Id)], cancellationToken).ConfigureAwait(false);
        var house = await parts.Ledger.OpenKeysAsync(session.Consent, cancellationToken).ConfigureAwait(false);
        await session.ErasedFacts
            .AddAsync([.. logged.Select(fact => new FactMark(house.Mark(fact.Id)))], cancellationToken).ConfigureAwait(false);
        await session.Identity.WriteAsync(
            new GraphChange { RemovedNodes = [.. nodes.Order()], RemovedLinks = [.. region.Links.Select(link => link.Pair).Distinct().Order()] },
            cancellationToken).ConfigureAwait(false);
        await parts.Line.Notes.WriteAsync(session, new TraitOutboxUpdate { Erased = [.. nodes] }, cancellationToken).ConfigureAwait(false);
        return nodes.Count;
    }
}
