using FirstParty.Identity;
using FirstParty.Identity.Maps;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Reads the part of the graph around a person, with what its facts are called.</summary>
internal static class MapReader
{
    public static async ValueTask<IdentityMap?> ReadAsync(
        StorageSession session, IdentityRules rules, ProfileId id, int most, CancellationToken cancellationToken) =>
        await DrawerAsync(session, rules, id, most, cancellationToken).ConfigureAwait(false) is { } drawer
            ? await NameAsync(session, drawer.Draw(most), cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Why two identifiers do not share a profile, and the separation that keeps them apart; null when nothing ties them.</summary>
    public static async ValueTask<(LinkFate Fate, FactId? Against)?> JudgeAsync(
        StorageSession session, IdentityRules rules, GraphPair pair, CancellationToken cancellationToken) =>
        (await DrawerAsync(session, rules, pair.A, int.MaxValue, cancellationToken).ConfigureAwait(false))?.Judge(pair);

    private static async ValueTask<MapDrawer?> DrawerAsync(
        StorageSession session, IdentityRules rules, ProfileId id, int most, CancellationToken cancellationToken)
    {
        var found = await session.Identity.FindAsync(new GraphQuery { Nodes = [id] }, cancellationToken).ConfigureAwait(false);
        if (found.Nodes is not [{ FirstSeen: not null } centre])
        {
            return null;
        }

        var region = await session.Identity.ReadComponentsAsync([centre.Component], cancellationToken).ConfigureAwait(false);
        var known = region.Nodes.Select(node => node.Id).ToHashSet();
        var outside = await session.Identity.FindAsync(
            new GraphQuery
            {
                Nodes = [.. region.Links.SelectMany(link => (ProfileId[])[link.A, link.B]).Where(end => !known.Contains(end)).Distinct().Order().Take(most)],
                Facts = [.. region.Acts.Select(act => act.Id)],
                Expiries = 1,
            },
            cancellationToken).ConfigureAwait(false);
        var seen = region.Nodes.Concat(outside.Nodes).Where(node => node.FirstSeen is not null).Select(node => node.Id).ToHashSet();
        var whole = new GraphSnapshot
        {
            Nodes = [.. region.Nodes, .. outside.Nodes],
            Links = [.. region.Links.Where(link => seen.Contains(link.A) && seen.Contains(link.B))],
            Acts = [.. region.Acts.Concat(outside.Acts).DistinctBy(act => act.Id)],
        };
        var expiry = Expiry.Of(RuleBook.Of(rules), outside.Acts.OfType<ExpireAssertion>().FirstOrDefault()?.AsOf);
        return new MapDrawer(RuleBook.Of(rules), whole, centre, expiry);
    }

    private static async ValueTask<IdentityMap> NameAsync(StorageSession session, IdentityMap map, CancellationToken cancellationToken)
    {
        FactId[] facts = [.. map.Links.Select(link => link.Fact).OfType<FactId>().Distinct()];
        var names = (await session.Events.FindAsync(facts, cancellationToken).ConfigureAwait(false)).ToDictionary(logged => logged.Id, logged => logged.Name);
        return map with
        {
            Links = [.. map.Links.Select(link => link with { Said = link.Said ?? (link.Fact is { } fact ? names.GetValueOrDefault(fact) : null) })],
        };
    }
}
