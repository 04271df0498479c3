using FirstParty.Identity;

namespace FirstParty.Pipeline.Previews;

/// <summary>A graph over another one: takes every change into memory, and answers as if it had been written. What lies below is only read.</summary>
internal sealed class OverlayGraph(IdentityGraph below) : IdentityGraph
{
    private readonly Dictionary<ProfileId, GraphNode?> _nodes = [];
    private readonly Dictionary<GraphPair, GraphLink?> _links = [];
    private readonly Dictionary<ProfileId, ProfileId> _formerComponents = [];
    private readonly Dictionary<FactId, StoredAct> _acts = [];

    public override async ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        var retracted = RetractedFacts.In(_acts.Values.Select(stored => stored.Act));
        var asked = query.Expiries == 0 || retracted.Count == 0 ? query : query with { Expiries = query.Expiries + retracted.Count };
        var found = await below.FindAsync(asked, cancellationToken).ConfigureAwait(false);
        var acts = _acts.Values.Where(stored => query.EveryAct
            || (query.EverySuggestion && stored.Act is SuggestAssertion)
            || (query.Expiries > 0 && stored.Act is ExpireAssertion)
            || stored.Names.Any(query.ActsOn.Contains)
            || IsAbout(stored.Act, query.Facts));
        return new GraphSnapshot
        {
            Nodes = [.. found.Nodes.Where(node => !_nodes.ContainsKey(node.Id)), .. query.Nodes.Select(Changed).OfType<GraphNode>()],
            Links = [.. found.Links.Where(link => !_links.ContainsKey(link.Pair)), .. query.Links.Select(Changed).OfType<GraphLink>()],
            Acts = Joined(found.Acts.Where(act => act is not ExpireAssertion || !retracted.Contains(act.Id)), acts),
        };
    }

    public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    public override async ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken)
    {
        var wanted = components.ToHashSet();
        var joined = _nodes.Values.OfType<GraphNode>().Where(node => wanted.Contains(node.Component)).ToList();
        var former = joined.Select(node => _formerComponents.TryGetValue(node.Id, out var component) ? component : (ProfileId?)null).OfType<ProfileId>();
        var read = await below.ReadComponentsAsync([.. wanted.Union(former)], cancellationToken).ConfigureAwait(false);
        List<GraphNode> nodes = [.. read.Nodes.Where(node => wanted.Contains(node.Component) && !_nodes.ContainsKey(node.Id)), .. joined];
        var ids = nodes.Select(node => node.Id).ToHashSet();
        return new GraphSnapshot
        {
            Nodes = nodes,
            Links =
            [
                .. read.Links.Where(link => !_links.ContainsKey(link.Pair)).Concat(_links.Values.OfType<GraphLink>())
                    .Where(link => ids.Contains(link.A) || ids.Contains(link.B)),
            ],
            Acts = Joined(read.Acts, _acts.Values.Where(stored => stored.Names.Any(ids.Contains))),
        };
    }

    public override async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        var ids = identifiers.Select(ProfileId.Of).ToHashSet();
        var neighbours = _links.Values.OfType<GraphLink>()
            .SelectMany(link => (ProfileId[])[.. ids.Contains(link.A) ? [link.B] : (ProfileId[])[], .. ids.Contains(link.B) ? [link.A] : (ProfileId[])[]])
            .Distinct().ToList();
        var known = await FindAsync(new GraphQuery { Nodes = neighbours }, cancellationToken).ConfigureAwait(false);
        var events = await below
            .ReadEventsAsync([.. identifiers.Concat(known.Nodes.Select(node => node.Identifier)).Distinct()], facts, cancellationToken).ConfigureAwait(false);
        var retracted = RetractedFacts.In(_acts.Values.Select(stored => stored.Act));
        return [.. events.Where(fact => !retracted.Contains(fact.Id))];
    }

    /// <summary>Never asked: what may be too old is found in the graph below.</summary>
    public override ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A preview walks over no links.");

    public override async ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken)
    {
        var unread = change.Nodes.Select(node => node.Id).Concat(change.RemovedNodes).Where(id => !_nodes.ContainsKey(id)).ToList();
        foreach (var node in (await below.FindAsync(new GraphQuery { Nodes = unread }, cancellationToken).ConfigureAwait(false)).Nodes)
        {
            _formerComponents[node.Id] = node.Component;
        }

        change.RemovedNodes.ToList().ForEach(id => _nodes[id] = null);
        change.Nodes.ToList().ForEach(node => _nodes[node.Id] = node);
        change.RemovedLinks.ToList().ForEach(pair => _links[pair] = null);
        change.Links.ToList().ForEach(link => _links[link.Pair] = link);
        change.Acts.ToList().ForEach(act => _acts[act.Act.Id] = act);
    }

    public override ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
        IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken) => below.ReadHistoryAsync(ids, cancellationToken);

    private static bool IsAbout(IdentityAct act, IReadOnlyCollection<FactId> facts) =>
        facts.Contains(act.Id) || (act is RetractAssertion retraction && retraction.Targets.Any(facts.Contains));

    private static IReadOnlyList<IdentityAct> Joined(IEnumerable<IdentityAct> stored, IEnumerable<StoredAct> added) =>
        [.. stored.Concat(added.Select(act => act.Act)).DistinctBy(act => act.Id)];

    private GraphNode? Changed(ProfileId id) => _nodes.GetValueOrDefault(id);

    private GraphLink? Changed(GraphPair pair) => _links.GetValueOrDefault(pair);
}
