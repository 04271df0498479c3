using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The identity graph of one session.</summary>
internal sealed class PostgreSqlIdentityGraph(Database database, PostgreSqlEventLog events, IdentityActs acts, ComponentLocks locks) : IdentityGraph
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

    private const string AllLinksSql = $"SELECT {IdentityRows.LinkColumns} FROM firstparty.identity_links WHERE (a, b) > ($1, $2) ORDER BY a, b LIMIT $3";

    // Weaker than manual, which is strength 1.
    private const string OldLinksSql =
        $"SELECT {IdentityRows.LinkColumns} FROM firstparty.identity_links WHERE (a, b) > ($1, $2) AND strength > 1 AND at < $4 ORDER BY a, b LIMIT $3";

    private const string NumbersSql = "SELECT nextval('firstparty.identity_history_numbers') FROM generate_series(1, $1)";

    private static readonly string[] HistorySql =
    [
        .. new[] { "subject = ANY($1)", "other = ANY($1) AND other <> subject", "identifier = ANY($1) AND identifier IS NOT NULL" }
            .Select(naming => $"SELECT {IdentityRows.HistoryColumns} FROM firstparty.identity_history WHERE {naming}"),
    ];

    // Who holds a component writes its nodes without waiting, save for somebody who locked one of them after long waiting, when it had become part of the
    // component, and who waits for the holder: then the holder gives way, long before the server looks for a circle (deadlock_timeout, a second).
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether this session has removed a node or an act.</summary>
    public bool HasErased { get; private set; }

    public override bool NeedsLocks => locks.AreNeeded;

    public override ComponentHold? HoldOf(ProfileId component) => locks.HoldOf(component);

    public override void Expect(IReadOnlyDictionary<ProfileId, GraphNode> nodes) => locks.Expect(nodes);

    public override async ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Hold)
        {
            await locks.HoldAsync(query.Nodes, cancellationToken).ConfigureAwait(false);
        }

        var (nodes, links) = (new List<GraphNode>(query.Nodes.Count), new List<GraphLink>(query.Links.Count));
        var (unknown, unlinked) = Unknown(query, nodes, links);
        if (query.EveryAct)
        {
            var every = new List<IdentityAct>();
            await database.RunAsync([.. Statements(unknown, unlinked, nodes, links), acts.ReadAll(every)], cancellationToken).ConfigureAwait(false);
            return new GraphSnapshot { Nodes = nodes, Links = links, Acts = every };
        }

        var (named, found) = (new HashSet<FactId>(), new List<GraphNode>(unknown.Count));
        await database.RunAsync(
            [
                .. Statements(unknown, unlinked, found, links), .. acts.Naming(query.ActsOn, named), .. acts.Finding(query.Facts, named),
                .. Suggestions(query, named), .. acts.Expiries(query.Expiries, named),
            ],
            cancellationToken).ConfigureAwait(false);
        locks.Know(found);
        nodes.AddRange(found);
        return new GraphSnapshot { Nodes = nodes, Links = links, Acts = await acts.ReadAsync(named, cancellationToken).ConfigureAwait(false) };
    }

    public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
        locks.HoldAsync(identifiers, cancellationToken);

    public override async ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken)
    {
        var (nodes, links) = (new List<GraphNode>(), new Dictionary<GraphPair, GraphLink>());
        Guid[] wanted = [.. components.Select(component => component.Value).Distinct().Where(component => !locks.Held.TryComponent(component, nodes, links))];
        if (wanted.Length > 0)
        {
            await ReadAsync(wanted, nodes, links, cancellationToken).ConfigureAwait(false);
        }

        var named = new HashSet<FactId>();
        await database.RunAsync([.. acts.Naming([.. nodes.Select(node => node.Id)], named)], cancellationToken).ConfigureAwait(false);
        return new GraphSnapshot
        {
            Nodes = nodes,
            Links = [.. links.Values],
            Acts = await acts.ReadAsync(named, cancellationToken).ConfigureAwait(false),
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

    public override async ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<GraphLink>();
        var after = query.After ?? default;
        var page = database.Sql(query.Before is null ? AllLinksSql : OldLinksSql).Add(after.A.Value).Add(after.B.Value).Add((long)query.Limit);
        page = query.Before is { } before ? page.Add(Binary.Ticks(before)) : page;
        await database.RunAsync(page.Each(row => found.Add(IdentityRows.ReadLink(row))), cancellationToken).ConfigureAwait(false);
        return found;
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

        GraphNode[] unwritten = [.. change.Nodes.Where(node => !locks.IsForeseen(node))];
        statements.AddRange(IdentityRows.Nodes.Of(database, unwritten));
        if (locks.AreNeeded && unwritten.Length + change.RemovedNodes.Length > 0)
        {
            statements = [.. database.WaitingAtMost(LongestWait, statements)];
        }

        statements.AddRange(IdentityRows.Links.Of(database, change.Links));
        statements.AddRange(acts.Add(change.Acts));
        if (change.History.Length > 0)
        {
            statements.Add(database.Sql(NumbersSql).Add(change.History.Length).Each(row => numbers.Add(row.GetInt64(0))));
        }

        if (erasing.Count + change.History.Length == 0)
        {
            database.Defer(statements);
        }
        else
        {
            await database.RunAsync(statements, cancellationToken).ConfigureAwait(false);
            database.Defer(IdentityRows.History.Of(database, [.. numbers.Zip(change.History)]));
        }

        HasErased |= !change.Reset && erasing.Any(statement => statement.Written > 0);
        locks.Wrote(change);
        acts.Wrote(change);
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

    /// <summary>The nodes and links that this session does not know yet; those that it does are added.</summary>
    private (List<ProfileId> Nodes, List<GraphPair> Links) Unknown(GraphQuery query, List<GraphNode> nodes, List<GraphLink> links)
    {
        var (unknown, unlinked) = (new List<ProfileId>(), new List<GraphPair>());
        foreach (var id in query.Nodes)
        {
            if (locks.Held.TryNode(id.Value, out var node))
            {
                nodes.Add(node);
            }
            else
            {
                unknown.Add(id);
            }
        }

        foreach (var pair in query.Links)
        {
            if (!locks.Held.TryLink(pair, out var link))
            {
                unlinked.Add(pair);
            }
            else if (link is not null)
            {
                links.Add(link);
            }
        }

        return (unknown, unlinked);
    }

    private IEnumerable<Statement> Statements(List<ProfileId> unknown, List<GraphPair> unlinked, List<GraphNode> nodes, List<GraphLink> links)
    {
        if (unknown.Count > 0)
        {
            yield return database.Sql(NodesSql).Add(unknown.Select(id => id.Value)).Each(row => nodes.Add(IdentityRows.ReadNode(row)));
        }

        if (unlinked.Count > 0)
        {
            yield return database.Sql(LinksSql).Add(unlinked.Select(pair => pair.A.Value)).Add(unlinked.Select(pair => pair.B.Value))
                .Each(row => links.Add(IdentityRows.ReadLink(row)));
        }
    }

    private IEnumerable<Statement> Suggestions(GraphQuery query, HashSet<FactId> found) => query.EverySuggestion ? [acts.Suggestions(found)] : [];

    /// <summary>Reads whole components, and remembers those that are held.</summary>
    private async ValueTask ReadAsync(Guid[] wanted, List<GraphNode> nodes, Dictionary<GraphPair, GraphLink> links, CancellationToken cancellationToken)
    {
        var (read, linked) = (new List<GraphNode>(), new List<GraphLink>());
        await database.RunAsync(
            [
                database.Sql(OwnMembersSql).Add(wanted).Each(row => read.Add(IdentityRows.ReadNode(row))),
                database.Sql(OtherMembersSql).Add(wanted).Each(row => AddMember(row, read)),
            ],
            cancellationToken).ConfigureAwait(false);
        locks.Know(read);
        await database.RunAsync([.. LinksOf([.. read.Select(node => node.Id.Value)], linked.Add)], cancellationToken).ConfigureAwait(false);
        if (wanted.Any(component => locks.Holds(new ProfileId(component))))
        {
            locks.Held.LearnWhole(read.Where(node => locks.Holds(node.Component)).GroupBy(node => node.Component.Value), linked);
        }

        nodes.AddRange(read);
        linked.ForEach(link => links[link.Pair] = link);
    }

    // A placeholder is on its own, whatever its row foresees.
    private void AddMember(NpgsqlDataReader row, List<GraphNode> read)
    {
        if (!locks.Foresees(row.GetGuid(0)))
        {
            read.Add(IdentityRows.ReadNode(row));
        }
    }

    private List<Statement> Erasing(GraphChange change)
    {
        var statements = new List<Statement>();
        if (change.Reset || change.RemovedNodes.Length > 0)
        {
            // What is held is read anew from here on: a placeholder's row has to say what it is.
            statements.AddRange(IdentityRows.Nodes.Of(database, [.. locks.Foreseen.Select(node => GraphNode.Alone(node.Identifier))]));
            locks.ForgetForeseen();
        }

        if (change.Reset)
        {
            statements.Add(database.Sql("DELETE FROM firstparty.identity_nodes"));
            statements.Add(database.Sql("DELETE FROM firstparty.identity_links"));
        }

        if (change.RemovedNodes.Length > 0)
        {
            statements.Add(database.Sql(RemoveNodesSql).Add(change.RemovedNodes.Select(id => id.Value)));
        }

        statements.AddRange(acts.Remove(change.RemovedActs));
        return statements;
    }

    private IEnumerable<Statement> LinksOf(Guid[] ids, Action<GraphLink> found) =>
        new[] { LinksOfASql, LinksOfBSql }.Select(sql => database.Sql(sql).Add(ids).Each(row => found(IdentityRows.ReadLink(row))));

    private async ValueTask<HashSet<FactId>> RetractedAsync(IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        var retracted = new HashSet<FactId>();
        if (facts.Count > 0)
        {
            await database.RunAsync(acts.Retracting(facts, (target, _) => retracted.Add(target)), cancellationToken).ConfigureAwait(false);
        }

        return retracted;
    }
}
