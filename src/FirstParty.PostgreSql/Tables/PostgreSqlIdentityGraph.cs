using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The identity graph of one session.</summary>
internal sealed class PostgreSqlIdentityGraph(Database database, PostgreSqlEventLog events, ComponentLocks locks) : IdentityGraph
{
    private const string NodesSql = $"SELECT {IdentityRows.NodeColumns} FROM firstparty.identity_nodes WHERE id = ANY($1)";
    private const string OwnMembersSql = $"SELECT {IdentityRows.NodeColumns} FROM firstparty.identity_nodes WHERE id = ANY($1) AND component = id";
    private const string OtherMembersSql =
        $"SELECT {IdentityRows.NodeColumns} FROM firstparty.identity_nodes WHERE component = ANY($1) AND component <> id";

    private const string LinksSql =
        "SELECT l.a, l.b, l.strength, l.at, l.fact_key, l.fact_source FROM firstparty.identity_links l "
        + "JOIN unnest($1, $2) AS f (a, b) ON l.a = f.a AND l.b = f.b";

    private const string LinksOfASql = $"SELECT {IdentityRows.LinkColumns} FROM firstparty.identity_links WHERE a = ANY($1)";
    private const string LinksOfBSql = $"SELECT {IdentityRows.LinkColumns} FROM firstparty.identity_links WHERE b = ANY($1)";
    private const string RemoveNodesSql = "DELETE FROM firstparty.identity_nodes WHERE id = ANY($1)";
    private const string RemoveLinksSql =
        "DELETE FROM firstparty.identity_links l USING unnest($1, $2) AS f (a, b) WHERE l.a = f.a AND l.b = f.b";

    private const string NumbersSql = "SELECT nextval('firstparty.identity_history_numbers') FROM generate_series(1, $1)";

    private static readonly string[] HistorySql =
    [
        .. new[] { "subject = ANY($1)", "other = ANY($1) AND other <> subject", "identifier = ANY($1) AND identifier IS NOT NULL" }
            .Select(naming => $"SELECT {IdentityRows.HistoryColumns} FROM firstparty.identity_history WHERE {naming}"),
    ];

    private readonly IdentityActs _acts = new(database);

    /// <summary>Whether this session has removed a node or an act.</summary>
    public bool HasErased { get; private set; }

    public override bool NeedsLocks => locks.AreNeeded;

    public override async ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Hold)
        {
            await locks.HoldAsync(query.Nodes, cancellationToken).ConfigureAwait(false);
        }

        var (nodes, links, every) = (new List<GraphNode>(query.Nodes.Count), new List<GraphLink>(query.Links.Count), new List<IdentityAct>());
        var acts = query.Facts.ToHashSet();
        await database.RunAsync([.. Statements(query, nodes, links, acts, every)], cancellationToken).ConfigureAwait(false);
        locks.Know(nodes);
        return new GraphSnapshot
        {
            Nodes = nodes,
            Links = links,
            Acts = query.EveryAct ? every : await _acts.ReadAsync(acts, cancellationToken).ConfigureAwait(false),
        };
    }

    public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
        locks.HoldAsync(identifiers, cancellationToken);

    public override async ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken)
    {
        Guid[] wanted = [.. components.Select(component => component.Value).Distinct()];
        if (wanted.Length == 0)
        {
            return GraphSnapshot.Empty;
        }

        var nodes = new List<GraphNode>();
        await database.RunAsync(
            [
                database.Sql(OwnMembersSql).Add(wanted).Each(row => nodes.Add(IdentityRows.ReadNode(row))),
                database.Sql(OtherMembersSql).Add(wanted).Each(row => nodes.Add(IdentityRows.ReadNode(row))),
            ],
            cancellationToken).ConfigureAwait(false);
        locks.Know(nodes);
        var (links, acts) = (new Dictionary<GraphPair, GraphLink>(), new HashSet<FactId>());
        Guid[] ids = [.. nodes.Select(node => node.Id.Value)];
        await database.RunAsync([.. LinksOf(ids, link => links[link.Pair] = link), _acts.Naming(ids, acts)], cancellationToken).ConfigureAwait(false);
        return new GraphSnapshot
        {
            Nodes = nodes,
            Links = [.. links.Values],
            Acts = await _acts.ReadAsync(acts, cancellationToken).ConfigureAwait(false),
        };
    }

    public override async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        var anchors = identifiers.Select(ProfileId.Of).ToHashSet();
        if (anchors.Count > 0)
        {
            var linked = new HashSet<ProfileId>();
            await database.RunAsync(
                [.. LinksOf([.. anchors.Select(id => id.Value)], link => linked.UnionWith([link.A, link.B]))], cancellationToken).ConfigureAwait(false);
            anchors.UnionWith(linked);
        }

        var anchored = await events.ReadAsync(anchors, cancellationToken).ConfigureAwait(false);
        var named = await events.FindAsync(facts, cancellationToken).ConfigureAwait(false);
        LoggedEvent[] found = [.. anchored.Concat(named).DistinctBy(logged => logged.Id)];
        var retracted = await RetractedAsync([.. found.Select(logged => logged.Id)], cancellationToken).ConfigureAwait(false);
        return [.. found.Where(logged => !retracted.Contains(logged.Id)).Select(logged => logged.ToAssertion())];
    }

    public override async ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var numbers = new List<long>(change.History.Length);
        var erasing = Erasing(change);
        var statements = new List<Statement>(erasing);
        if (change.RemovedLinks.Length > 0)
        {
            statements.Add(database.Sql(RemoveLinksSql)
                .Add(change.RemovedLinks.Select(pair => pair.A.Value)).Add(change.RemovedLinks.Select(pair => pair.B.Value)));
        }

        statements.AddRange(IdentityRows.Nodes.Of(database, change.Nodes));
        statements.AddRange(IdentityRows.Links.Of(database, change.Links));
        statements.AddRange(_acts.Add(change.Acts));
        if (change.History.Length > 0)
        {
            statements.Add(database.Sql(NumbersSql).Add(change.History.Length).Each(row => numbers.Add(row.GetInt64(0))));
        }

        await database.RunAsync(statements, cancellationToken).ConfigureAwait(false);
        await database.RunAsync([.. IdentityRows.History.Of(database, [.. numbers.Zip(change.History)])], cancellationToken).ConfigureAwait(false);
        HasErased |= !change.Reset && erasing.Any(statement => statement.Written > 0);
        locks.Wrote(change.Nodes);
    }

    public override async ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
        IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<long, ResolutionEntry>();
        await database.RunAsync(
            [
                .. HistorySql.Select(sql => database.Sql(sql).Add(ids.Select(id => id.Value))
                    .Each(row => found.TryAdd(row.GetInt64(0), IdentityRows.ReadEntry(row)))),
            ],
            cancellationToken).ConfigureAwait(false);
        return [.. found.Values];
    }

    private IEnumerable<Statement> Statements(
        GraphQuery query, List<GraphNode> nodes, List<GraphLink> links, HashSet<FactId> acts, List<IdentityAct> every)
    {
        if (query.Nodes.Count > 0)
        {
            yield return database.Sql(NodesSql).Add(query.Nodes.Select(id => id.Value)).Each(row => nodes.Add(IdentityRows.ReadNode(row)));
        }

        if (query.Links.Count > 0)
        {
            yield return database.Sql(LinksSql).Add(query.Links.Select(pair => pair.A.Value)).Add(query.Links.Select(pair => pair.B.Value))
                .Each(row => links.Add(IdentityRows.ReadLink(row)));
        }

        if (query.EveryAct)
        {
            yield return _acts.ReadAll(every);
            yield break;
        }

        if (query.EverySuggestion)
        {
            yield return _acts.Suggestions(acts);
        }

        if (query.ActsOn.Count > 0)
        {
            yield return _acts.Naming(query.ActsOn.Select(id => id.Value), acts);
        }

        if (query.Facts.Count > 0)
        {
            yield return _acts.Retracting(query.Facts, (_, act) => acts.Add(act));
        }
    }

    private List<Statement> Erasing(GraphChange change)
    {
        var statements = new List<Statement>();
        if (change.Reset)
        {
            statements.Add(database.Sql("DELETE FROM firstparty.identity_nodes"));
            statements.Add(database.Sql("DELETE FROM firstparty.identity_links"));
        }

        if (change.RemovedNodes.Length > 0)
        {
            statements.Add(database.Sql(RemoveNodesSql).Add(change.RemovedNodes.Select(id => id.Value)));
        }

        statements.AddRange(_acts.Remove(change.RemovedActs));
        return statements;
    }

    private IEnumerable<Statement> LinksOf(Guid[] ids, Action<GraphLink> found) =>
        new[] { LinksOfASql, LinksOfBSql }.Select(sql => database.Sql(sql).Add(ids).Each(row => found(IdentityRows.ReadLink(row))));

    private async ValueTask<HashSet<FactId>> RetractedAsync(IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        var retracted = new HashSet<FactId>();
        if (facts.Count > 0)
        {
            await database.RunAsync(_acts.Retracting(facts, (target, _) => retracted.Add(target)), cancellationToken).ConfigureAwait(false);
        }

        return retracted;
    }
}
