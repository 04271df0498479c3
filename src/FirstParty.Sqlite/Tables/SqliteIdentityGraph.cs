using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The identity graph of one connection.</summary>
internal sealed class SqliteIdentityGraph(Database database, NameTable names, SqliteEventLog events) : IdentityGraph
{
    private const string RemoveNodeSql = "DELETE FROM identity_nodes WHERE id = ?";
    private const string RemoveLinkSql = "DELETE FROM identity_links WHERE a = ? AND b = ?";

    private static readonly string[] Naming = ["subject = ?", "other = ? AND other <> subject", "identifier = ?"];

    private readonly IdentityRows _rows = new(database, names);
    private readonly IdentityActs _acts = new(database, names);

    /// <summary>Whether this session has removed a node or an act, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Whether this session has marked somebody as erased, so that its commit must reach the disk.</summary>
    public bool HasTombstoned { get; private set; }

    public override ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var acts = new HashSet<long>();
        if (query.EveryAct)
        {
            _acts.FindAll(acts);
        }

        if (query.EverySuggestion)
        {
            _acts.FindSuggestions(acts);
        }

        _acts.FindExpiries(query.Expiries, acts);
        foreach (var id in query.ActsOn)
        {
            _acts.FindNaming(id, acts);
        }

        foreach (var fact in query.Facts.Count == 0 || !_acts.Any() ? [] : query.Facts)
        {
            _acts.FindOf(fact, acts);
        }

        return ValueTask.FromResult(new GraphSnapshot
        {
            Nodes = [.. query.Nodes.SelectMany(id => Nodes(database.Prepare(IdentityRows.Node).Bind(id.Value)))],
            Links = [.. query.Links.SelectMany(pair => Links(database.Prepare(IdentityRows.Link).Bind(pair.A.Value).Bind(pair.B.Value)))],
            Acts = _acts.Read(acts),
        });
    }

    public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    public override ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var nodes = components.Distinct().SelectMany(Members).ToList();
        var links = new Dictionary<GraphPair, GraphLink>();
        var acts = new HashSet<long>();
        foreach (var node in nodes)
        {
            foreach (var link in LinksOf(node.Id))
            {
                links[link.Pair] = link;
            }

            _acts.FindNaming(node.Id, acts);
        }

        return ValueTask.FromResult(new GraphSnapshot { Nodes = nodes, Links = [.. links.Values], Acts = _acts.Read(acts) });
    }

    public override async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var anchors = identifiers.ToHashSet();
        foreach (var identifier in identifiers)
        {
            var id = ProfileId.Of(identifier);
            foreach (var other in LinksOf(id).Select(link => link.Pair.Other(id)))
            {
                anchors.UnionWith(Nodes(database.Prepare(IdentityRows.Node).Bind(other.Value)).Select(node => node.Identifier));
            }
        }

        var anchored = await events.ReadAsync(anchors, cancellationToken).ConfigureAwait(false);
        var named = await events.FindAsync(facts, cancellationToken).ConfigureAwait(false);
        return
        [
            .. anchored.Concat(named)
                .DistinctBy(logged => logged.Id)
                .Where(logged => !_acts.IsRetracted(logged.Id))
                .Select(logged => logged.ToAssertion()),
        ];
    }

    public override ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var after = query.After ?? default;
        return ValueTask.FromResult<IReadOnlyList<GraphLink>>(Links(query.Before is { } before
            ? database.Prepare(IdentityRows.OldLinks).Bind(after.A.Value).Bind(after.B.Value).Bind(before).Bind((long)query.Limit)
            : database.Prepare(IdentityRows.AllLinks).Bind(after.A.Value).Bind(after.B.Value).Bind((long)query.Limit)));
    }

    public override ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (change.Reset)
        {
            database.Prepare("DELETE FROM identity_nodes").Run();
            database.Prepare("DELETE FROM identity_links").Run();
        }

        foreach (var id in change.RemovedNodes)
        {
            HasErased |= database.Prepare(RemoveNodeSql).Bind(id.Value).Run() > 0;
        }

        foreach (var pair in change.RemovedLinks)
        {
            database.Prepare(RemoveLinkSql).Bind(pair.A.Value).Bind(pair.B.Value).Run();
        }

        foreach (var node in change.Nodes)
        {
            _rows.Write(node);
        }

        foreach (var link in change.Links)
        {
            _rows.Write(link);
        }

        foreach (var act in change.RemovedActs)
        {
            HasErased |= _acts.Remove(act);
        }

        foreach (var act in change.Acts)
        {
            _acts.Add(act);
            HasTombstoned |= act.Act is EraseAssertion;
        }

        foreach (var entry in change.History)
        {
            _rows.Add(entry);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
        IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new SortedDictionary<long, ResolutionEntry>();
        foreach (var id in ids)
        {
            foreach (var naming in Naming)
            {
                var row = database.Prepare(IdentityRows.History + naming).Bind(id.Value);
                while (row.Step())
                {
                    found.TryAdd(row.Int64(0), _rows.ReadEntry(row));
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<ResolutionEntry>>([.. found.Values]);
    }

    public void End() => HasErased = HasTombstoned = false;

    /// <summary>The node that bears the component's id, if it is a member still, and all others.</summary>
    private IEnumerable<GraphNode> Members(ProfileId component) =>
        Nodes(database.Prepare(IdentityRows.Node).Bind(component.Value)).Where(node => node.Component == component)
            .Concat(Nodes(database.Prepare(IdentityRows.Members).Bind(component.Value)));

    private List<GraphLink> LinksOf(ProfileId id) =>
    [
        .. Links(database.Prepare(IdentityRows.LinksOfA).Bind(id.Value)),
        .. Links(database.Prepare(IdentityRows.LinksOfB).Bind(id.Value)),
    ];

    private List<GraphNode> Nodes(Statement row)
    {
        var nodes = new List<GraphNode>();
        while (row.Step())
        {
            nodes.Add(_rows.ReadNode(row));
        }

        return nodes;
    }

    private List<GraphLink> Links(Statement row)
    {
        var links = new List<GraphLink>();
        while (row.Step())
        {
            links.Add(_rows.ReadLink(row));
        }

        return links;
    }
}
