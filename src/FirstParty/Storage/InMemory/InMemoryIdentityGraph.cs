using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Storage.InMemory;

/// <summary>
/// The identity graph in memory, over persistent collections: a session works on its own version and a commit publishes it. Events come from the
/// session's log, which finds them by anchor and by id.
/// </summary>
internal sealed class InMemoryIdentityGraph(
    InMemoryIdentityGraph.State state,
    Func<IReadOnlyCollection<Identifier>, IReadOnlyCollection<FactId>, CancellationToken, ValueTask<IReadOnlyList<EventAssertion>>> readEvents)
    : IdentityGraph
{
    /// <summary>What a commit publishes.</summary>
    internal State Current { get; private set; } = state;

    public override ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var acts = query.EveryAct ? Current.Acts.Keys : query.ActsOn.SelectMany(Current.ActsOn).Concat(query.Facts.SelectMany(Current.ActsAbout));
        acts = query.EverySuggestion ? acts.Concat(Current.Acts.Values.OfType<SuggestAssertion>().Select(act => act.Id)) : acts;
        acts = query.Expiries == 0 ? acts : acts.Concat(Current.Acts.Values.OfType<ExpireAssertion>()
            .Where(act => !Current.Retractions.ContainsKey(act.Id)).OrderByDescending(act => act.AsOf).Take(query.Expiries).Select(act => act.Id));
        return ValueTask.FromResult(new GraphSnapshot
        {
            Nodes = [.. query.Nodes.Select(id => Current.Nodes.GetValueOrDefault(id)).OfType<GraphNode>()],
            Links = [.. query.Links.Select(pair => Current.Links.GetValueOrDefault(pair)).OfType<GraphLink>()],
            Acts = [.. acts.Distinct().Select(id => Current.Acts[id])],
        });
    }

    public override ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    public override ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken)
    {
        ProfileId[] members = [.. components.Distinct().SelectMany(component => Current.Members.GetValueOrDefault(component, []))];
        return ValueTask.FromResult(new GraphSnapshot
        {
            Nodes = [.. members.Select(id => Current.Nodes[id])],
            Links = [.. members.SelectMany(Current.LinksOf).Distinct().Select(pair => Current.Links[pair])],
            Acts = [.. members.SelectMany(Current.ActsOn).Distinct().Select(id => Current.Acts[id])],
        });
    }

    public override async ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        ProfileId[] ids = [.. identifiers.Select(ProfileId.Of)];
        var neighbours = ids.SelectMany(id => Current.LinksOf(id).Select(pair => pair.Other(id))).Select(id => Current.Nodes.GetValueOrDefault(id));
        HashSet<Identifier> anchors = [.. identifiers, .. neighbours.OfType<GraphNode>().Select(node => node.Identifier)];
        var events = await readEvents(anchors, facts, cancellationToken).ConfigureAwait(false);
        return [.. events.Where(fact => !Current.Retractions.ContainsKey(fact.Id))];
    }

    public override ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ValueTask.FromResult<IReadOnlyList<GraphLink>>(
        [
            .. Current.Links.Values.Where(link => !(link.Pair <= query.After) && query.Wants(link)).OrderBy(link => link.Pair).Take(query.Limit),
        ]);
    }

    public override ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        Current = Current.With(change);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
        IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        return ValueTask.FromResult<IReadOnlyList<ResolutionEntry>>([.. Current.History.Where(entry =>
            wanted.Contains(entry.Subject) || wanted.Contains(entry.Other) || (entry.Identifier is { } moved && wanted.Contains(moved)))]);
    }

    /// <summary>Everything that is stored; a value.</summary>
    internal sealed record State
    {
        public static State Empty { get; } = new();

        public ImmutableDictionary<ProfileId, GraphNode> Nodes { get; private init; } = ImmutableDictionary<ProfileId, GraphNode>.Empty;

        public ImmutableDictionary<GraphPair, GraphLink> Links { get; private init; } = ImmutableDictionary<GraphPair, GraphLink>.Empty;

        public ImmutableDictionary<FactId, IdentityAct> Acts { get; private init; } = ImmutableDictionary<FactId, IdentityAct>.Empty;

        public ImmutableList<ResolutionEntry> History { get; private init; } = [];

        public ImmutableDictionary<ProfileId, ImmutableHashSet<ProfileId>> Members { get; private init; } =
            ImmutableDictionary<ProfileId, ImmutableHashSet<ProfileId>>.Empty;

        public ImmutableDictionary<FactId, FactId> Retractions { get; private init; } = ImmutableDictionary<FactId, FactId>.Empty;

        private ImmutableDictionary<ProfileId, ImmutableHashSet<GraphPair>> Incident { get; init; } =
            ImmutableDictionary<ProfileId, ImmutableHashSet<GraphPair>>.Empty;

        private ImmutableDictionary<ProfileId, ImmutableHashSet<FactId>> ActsByIdentifier { get; init; } =
            ImmutableDictionary<ProfileId, ImmutableHashSet<FactId>>.Empty;

        public ImmutableHashSet<GraphPair> LinksOf(ProfileId id) => Incident.GetValueOrDefault(id, []);

        public ImmutableHashSet<FactId> ActsOn(ProfileId id) => ActsByIdentifier.GetValueOrDefault(id, []);

        public IEnumerable<FactId> ActsAbout(FactId fact)
        {
            if (Acts.ContainsKey(fact))
            {
                yield return fact;
            }

            if (Retractions.TryGetValue(fact, out var retraction))
            {
                yield return retraction;
            }
        }

        public State With(GraphChange change)
        {
            var emptied = change.Reset
                ? this with { Nodes = Empty.Nodes, Links = Empty.Links, Members = Empty.Members, Incident = Empty.Incident }
                : this;
            return emptied.WithNodes(change).WithLinks(change).WithActs(change) with { History = History.AddRange(change.History) };
        }

        private State WithNodes(GraphChange change)
        {
            var (nodes, members) = (Nodes.ToBuilder(), Members.ToBuilder());
            foreach (var id in change.RemovedNodes.Concat(change.Nodes.Select(node => node.Id)))
            {
                if (nodes.TryGetValue(id, out var old))
                {
                    Drop(members, old.Component, id);
                    nodes.Remove(id);
                }
            }

            foreach (var node in change.Nodes)
            {
                nodes[node.Id] = node;
                members[node.Component] = members.GetValueOrDefault(node.Component, []).Add(node.Id);
            }

            return this with { Nodes = nodes.ToImmutable(), Members = members.ToImmutable() };
        }

        private State WithLinks(GraphChange change)
        {
            var (links, incident) = (Links.ToBuilder(), Incident.ToBuilder());
            foreach (var pair in change.RemovedLinks.Where(links.Remove))
            {
                Drop(incident, pair.A, pair);
                Drop(incident, pair.B, pair);
            }

            foreach (var link in change.Links)
            {
                links[link.Pair] = link;
                incident[link.A] = incident.GetValueOrDefault(link.A, []).Add(link.Pair);
                incident[link.B] = incident.GetValueOrDefault(link.B, []).Add(link.Pair);
            }

            return this with { Links = links.ToImmutable(), Incident = incident.ToImmutable() };
        }

        private State WithActs(GraphChange change)
        {
            var (acts, retractions, byIdentifier) = (Acts.ToBuilder(), Retractions.ToBuilder(), ActsByIdentifier.ToBuilder());
            foreach (var removed in change.RemovedActs.Where(acts.Remove))
            {
                retractions.RemoveRange(Retractions.Where(retraction => retraction.Value == removed).Select(retraction => retraction.Key));
                foreach (var (id, _) in ActsByIdentifier.Where(found => found.Value.Contains(removed)))
                {
                    Drop(byIdentifier, id, removed);
                }
            }

            foreach (var (act, names) in change.Acts)
            {
                acts.TryAdd(act.Id, act);
                foreach (var target in act is RetractAssertion retraction ? retraction.Targets : [])
                {
                    retractions.TryAdd(target, act.Id);
                }

                foreach (var id in names)
                {
                    byIdentifier[id] = byIdentifier.GetValueOrDefault(id, []).Add(act.Id);
                }
            }

            return this with { Acts = acts.ToImmutable(), Retractions = retractions.ToImmutable(), ActsByIdentifier = byIdentifier.ToImmutable() };
        }

        private static void Drop<TKey, TItem>(
            ImmutableDictionary<TKey, ImmutableHashSet<TItem>>.Builder index, TKey key, TItem item)
            where TKey : notnull
        {
            var left = index.GetValueOrDefault(key, []).Remove(item);
            if (left.IsEmpty)
            {
                index.Remove(key);
            }
            else
            {
                index[key] = left;
            }
        }
    }
}
