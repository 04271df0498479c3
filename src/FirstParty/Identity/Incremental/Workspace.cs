using System.Runtime.InteropServices;

namespace FirstParty.Identity.Incremental;

/// <summary>
/// What a run has read of the graph, and what it has changed of it. Reads each thing once. A node or link is known once it was asked for,
/// there or not.
/// </summary>
internal sealed class Workspace(RuleBook book, IdentityGraph graph, CancellationToken cancellationToken)
{
    private readonly Dictionary<ProfileId, GraphNode?> _originalNodes = [];
    private readonly Dictionary<ProfileId, GraphNode> _nodes = [];
    private readonly Dictionary<GraphPair, GraphLink?> _originalLinks = [];
    private readonly Dictionary<GraphPair, GraphLink> _links = [];
    private readonly Dictionary<ProfileId, Edge> _incident = [];
    private readonly Dictionary<ProfileId, Member?> _members = [];
    private readonly HashSet<ProfileId> _actsAsked = [];

    public RuleBook Book => book;

    public ActSet Acts { get; } = new(book);

    public IEnumerable<GraphNode> Nodes => _nodes.Values;

    public GraphNode? Node(ProfileId id) => _nodes.GetValueOrDefault(id);

    public GraphNode? Original(ProfileId id) => _originalNodes.GetValueOrDefault(id);

    public GraphLink? Original(GraphPair pair) => _originalLinks.GetValueOrDefault(pair);

    public GraphLink? Link(GraphPair pair) => _links.GetValueOrDefault(pair);

    public IEnumerable<GraphLink> LinksOf(ProfileId id)
    {
        for (var edge = EdgesOf(id); edge is not null; edge = edge.Next)
        {
            yield return _links[edge.Pair];
        }
    }

    /// <summary>The same links by their ends, one after the other; null for none.</summary>
    public Edge? EdgesOf(ProfileId id) => _incident.GetValueOrDefault(id);

    /// <summary>The members that a loaded component had when it was read, one after the other; null for none.</summary>
    public Member? MembersOf(ProfileId component) => _members.GetValueOrDefault(component);

    /// <summary>How many links are known.</summary>
    public int LinkCount => _links.Count;

    public bool IsActive(GraphLink link) => link.Strength is not null && IsPerson(link.A) && IsPerson(link.B);

    /// <summary>Whether the link ties its ends: both are people that a living event names, and neither is contested.</summary>
    public bool IsConducting(GraphLink link) => IsActive(link) && !_nodes[link.A].Contested && !_nodes[link.B].Contested;

    public void Set(GraphNode node) => _nodes[node.Id] = node;

    public void Set(GraphLink link)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_links, link.Pair, out var exists);
        known = link;
        if (!exists)
        {
            Edge.Join(_incident, link.A, link.Pair);
            Edge.Join(_incident, link.B, link.Pair);
        }
    }

    public void Remove(GraphPair pair)
    {
        if (_links.Remove(pair))
        {
            Edge.Part(_incident, pair.A, pair);
            Edge.Part(_incident, pair.B, pair);
        }
    }

    public void Remove(ProfileId id)
    {
        while (EdgesOf(id) is { Pair: var pair })
        {
            Remove(pair);
        }

        _nodes.Remove(id);
    }

    public async ValueTask FindAsync(IEnumerable<ProfileId> nodes, IEnumerable<GraphPair> links)
    {
        var query = new GraphQuery { Nodes = Unasked(nodes, _originalNodes), Links = Unasked(links, _originalLinks) };
        if (query.Nodes.Count > 0 || query.Links.Count > 0)
        {
            Take(query, await graph.FindAsync(query, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>One question for all that the facts of a batch name.</summary>
    public async ValueTask OpenAsync(
        IReadOnlyCollection<ProfileId> nodes, IReadOnlyCollection<GraphPair> links, IReadOnlyCollection<FactId> facts, int expiries)
    {
        var query = new GraphQuery { Nodes = nodes, Links = links, ActsOn = nodes, Facts = facts, Expiries = expiries };
        _actsAsked.EnsureCapacity(nodes.Count);
        _actsAsked.UnionWith(nodes);
        var snapshot = await graph.FindAsync(query, cancellationToken).ConfigureAwait(false);
        Take(query, snapshot);
        await FollowActsAsync(snapshot.Acts).ConfigureAwait(false);
    }

    public async ValueTask LoadComponentsAsync(IEnumerable<ProfileId> components)
    {
        ProfileId[] wanted = [.. Unasked(components, _members)];
        if (wanted.Length == 0)
        {
            return;
        }

        Array.Sort(wanted);
        var snapshot = await graph.ReadComponentsAsync(wanted, cancellationToken).ConfigureAwait(false);
        _members.EnsureCapacity(_members.Count + wanted.Length);
        foreach (var component in wanted)
        {
            _members.Add(component, null);
        }

        Take(GraphQuery.Nothing, snapshot);
        foreach (var node in snapshot.Nodes)
        {
            ref var members = ref CollectionsMarshal.GetValueRefOrAddDefault(_members, node.Component, out _);
            members = new Member(node.Id, members);
            _actsAsked.Add(node.Id);
        }

        await FollowActsAsync(snapshot.Acts).ConfigureAwait(false);
    }

    /// <summary>Loads the acts that name these, the acts on the aliases of those, and the retractions of each.</summary>
    public async ValueTask LoadActsAsync(IEnumerable<ProfileId> ids)
    {
        var wanted = new List<ProfileId>();
        foreach (var id in ids)
        {
            if (_actsAsked.Add(id))
            {
                wanted.Add(id);
            }
        }

        if (wanted.Count > 0)
        {
            var snapshot = await graph.FindAsync(new GraphQuery { ActsOn = wanted }, cancellationToken).ConfigureAwait(false);
            await FollowActsAsync([.. snapshot.Acts.Where(Acts.Add)]).ConfigureAwait(false);
        }
    }

    public async ValueTask FollowActsAsync(IReadOnlyCollection<IdentityAct> acts)
    {
        if (acts.Count == 0)
        {
            return;
        }

        foreach (var act in acts)
        {
            Acts.Add(act);
        }

        var retractions = await graph
            .FindAsync(new GraphQuery { Facts = [.. acts.Select(act => act.Id).Distinct()] }, cancellationToken).ConfigureAwait(false);
        foreach (var retraction in retractions.Acts)
        {
            Acts.Add(retraction);
        }

        await LoadActsAsync(acts.OfType<AliasAssertion>().SelectMany(Acts.Named).Select(ProfileId.Of)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts) =>
        await graph.ReadEventsAsync(identifiers, facts, cancellationToken).ConfigureAwait(false);

    public IEnumerable<GraphNode> ChangedNodes => _nodes.Values.Where(node => Original(node.Id) != node);

    public IEnumerable<ProfileId> RemovedNodes => _originalNodes.Where(pair => pair.Value is not null && !_nodes.ContainsKey(pair.Key)).Select(pair => pair.Key);

    public IEnumerable<GraphLink> ChangedLinks => _links.Values.Where(link => Original(link.Pair) != link);

    public IEnumerable<GraphPair> RemovedLinks => _originalLinks.Where(pair => pair.Value is not null && !_links.ContainsKey(pair.Key)).Select(pair => pair.Key);

    /// <summary>Whether the link, as it was read, was active then.</summary>
    public bool WasActive(GraphPair pair) => Original(pair)?.Strength is not null && WasPerson(pair.A) && WasPerson(pair.B);

    /// <summary>Whether the link, as it was read, conducted then.</summary>
    public bool WasConducting(GraphPair pair) => WasActive(pair) && !Original(pair.A)!.Contested && !Original(pair.B)!.Contested;

    private static IReadOnlyCollection<TKey> Unasked<TKey, TValue>(IEnumerable<TKey> wanted, Dictionary<TKey, TValue> asked)
        where TKey : notnull
    {
        HashSet<TKey>? unasked = null;
        foreach (var key in wanted)
        {
            if (!asked.ContainsKey(key))
            {
                (unasked ??= wanted.TryGetNonEnumeratedCount(out var count) ? new HashSet<TKey>(count) : []).Add(key);
            }
        }

        return unasked is null ? [] : unasked;
    }

    private bool WasPerson(ProfileId id) => Original(id) is { FirstSeen: not null } node && book.Entry(node.Identifier).IsPerson;

    private bool IsPerson(ProfileId id) => _nodes.TryGetValue(id, out var node) && node.FirstSeen is not null && book.Entry(node.Identifier).IsPerson;

    private void Take(GraphQuery asked, GraphSnapshot snapshot)
    {
        _originalNodes.EnsureCapacity(_originalNodes.Count + asked.Nodes.Count);
        _nodes.EnsureCapacity(_nodes.Count + asked.Nodes.Count);
        _originalLinks.EnsureCapacity(_originalLinks.Count + asked.Links.Count);
        _links.EnsureCapacity(_links.Count + asked.Links.Count);
        _incident.EnsureCapacity(_incident.Count + Math.Min(asked.Nodes.Count, 2 * asked.Links.Count));
        foreach (var node in snapshot.Nodes)
        {
            if (_originalNodes.TryAdd(node.Id, node))
            {
                _nodes.TryAdd(node.Id, node);
            }
        }

        foreach (var link in snapshot.Links)
        {
            if (_originalLinks.TryAdd(link.Pair, link))
            {
                Set(link);
            }
        }

        foreach (var id in asked.Nodes)
        {
            _originalNodes.TryAdd(id, null);
        }

        foreach (var pair in asked.Links)
        {
            _originalLinks.TryAdd(pair, null);
        }

        foreach (var act in snapshot.Acts)
        {
            Acts.Add(act);
        }
    }
}
