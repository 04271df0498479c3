using FirstParty.Identity;
using FirstParty.Storage.InMemory;

namespace FirstParty.Tests.Identity;

/// <summary>
/// A graph in memory with a log that finds events by anchor and by id alone, as every back end does, and that redacts erased events for good.
/// </summary>
internal sealed class GraphHarness
{
    private readonly Dictionary<FactId, EventAssertion> _log = [];
    private readonly List<IdentityAssertion> _facts = [];
    private readonly HashSet<FactId> _erased = [];
    private readonly IncrementalResolver _resolver;
    private readonly IdentityRules _rules;

    public GraphHarness(IdentityRules rules)
    {
        _rules = rules;
        _resolver = new IncrementalResolver(rules, TimeProvider.System);
        Graph = new InMemoryIdentityGraph(InMemoryIdentityGraph.State.Empty, ReadAsync);
    }

    public InMemoryIdentityGraph Graph { get; private set; }

    public IReadOnlyList<IdentityAssertion> Facts => _facts;

    public int EventsRead { get; private set; }

    public ResolutionChange Apply(params IReadOnlyList<IdentityAssertion> facts)
    {
        _facts.AddRange(facts);
        foreach (var fact in facts.OfType<EventAssertion>())
        {
            Log(fact);
        }

        var change = Complete(_resolver.ApplyAsync(Graph, facts, CancellationToken.None));
        foreach (var erasure in facts.OfType<EraseAssertion>().Where(Stands))
        {
            Redact(erasure);
        }

        if (change.AsOf != change.FormerAsOf)
        {
            Review(change);
        }

        return change;
    }

    /// <summary>What a platform does in slices once the instant has moved that ages are measured against.</summary>
    private void Review(ResolutionChange change)
    {
        var walk = _resolver.Review(change.AsOf, takenBack: !(change.AsOf > change.FormerAsOf || change.FormerAsOf is null));
        while (!walk.IsOver)
        {
            foreach (var slice in Complete(walk.NextAsync(Graph, limit: 3, CancellationToken.None)).Chunk(2))
            {
                Complete(_resolver.ReviewAsync(Graph, slice, CancellationToken.None));
            }
        }
    }

    /// <summary>Drops all caches and replays the log in chunks.</summary>
    public void Rebuild(int chunk) => Complete(_resolver.RebuildAsync(
        Graph, _log.Values.Chunk(chunk).Select(IReadOnlyList<EventAssertion> (events) => events).ToAsyncEnumerable(), CancellationToken.None));

    /// <summary>All cached state in text, save the times that may lag.</summary>
    public string PrintState() => string.Join('\n',
        Graph.Current.Nodes.Values.Where(node => node.FirstSeen is not null).Select(node => $"{Short(node.Identifier)} {node with { Identifier = default }}").Order(StringComparer.Ordinal)
            .Concat(Graph.Current.Links.Values
                .Select(link => $"{Short(Graph.Current.Nodes[link.A].Identifier)} {Short(Graph.Current.Nodes[link.B].Identifier)} {link.Strength}")
                .Order(StringComparer.Ordinal)));

    public Resolution Batch() => IdentityResolver.Resolve(_rules, _facts);

    /// <summary>The profiles and contested identifiers of the graph in text, to be compared with <see cref="Print(Resolution)"/>.</summary>
    public string Print() => Lines(
        Graph.Current.Nodes.Values
            .Where(node => node.FirstSeen is not null && _rules.Find(node.Identifier.Namespace)!.Entity == IdentifierEntity.Person)
            .GroupBy(node => node.Profile)
            .Select(group => (group.Key, group.Select(node => node.Identifier))),
        Graph.Current.Nodes.Values.Where(node => node.Contested).Select(node => node.Identifier));

    public static string Print(Resolution resolution) => Lines(
        resolution.Profiles.Select(profile => (profile.Id, profile.Identifiers.AsEnumerable())), resolution.Contested);

    private static string Lines(IEnumerable<(ProfileId Id, IEnumerable<Identifier> Members)> profiles, IEnumerable<Identifier> contested) => string.Join('\n',
        [
            .. profiles.OrderBy(profile => profile.Id)
                .Select(profile => $"{Name(profile.Id, profile.Members)}: {string.Join(' ', profile.Members.Select(Short).Order(StringComparer.Ordinal))}"),
            "contested " + string.Join(' ', contested.Select(IdentityVector.Print).Order(StringComparer.Ordinal)),
        ]);

    private static string Name(ProfileId id, IEnumerable<Identifier> members) =>
        members.Where(member => ProfileId.Of(member) == id).Select(Short).SingleOrDefault() ?? "?";

    private static string Short(Identifier identifier) => IdentityVector.Print(identifier) is { Length: > 20 } text ? text[..12] : IdentityVector.Print(identifier);

    private static T Complete<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();

    private static void Complete(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    private ValueTask<IReadOnlyList<EventAssertion>> ReadAsync(
        IReadOnlyCollection<Identifier> anchors, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken)
    {
        EventAssertion[] found = [.. _log.Values.Where(fact => facts.Contains(fact.Id) || (Anchor(fact) is { } anchor && anchors.Contains(anchor)))];
        EventsRead += found.Length;
        return ValueTask.FromResult<IReadOnlyList<EventAssertion>>(found);
    }

    private Identifier? Anchor(EventAssertion fact) => fact.Identifiers
        .Select(raw => _rules.TryNormalise(raw, out var known, out _) ? known : null)
        .OfType<Identifier>()
        .OrderBy(known => _rules.Find(known.Namespace)!.Entity)
        .ThenBy(known => _rules.Find(known.Namespace)!.Priority)
        .ThenBy(known => known.Value, StringComparer.Ordinal)
        .Cast<Identifier?>()
        .FirstOrDefault();

    // An event is logged without what an erasure takes from it, so that its anchor is the one that resolution sees.
    private void Log(EventAssertion fact)
    {
        if (_log.ContainsKey(fact.Id) || _erased.Contains(fact.Id))
        {
            return;
        }

        var left = _facts.OfType<EraseAssertion>().Where(Stands).Aggregate((EventAssertion?)fact, (current, erasure) => current is null ? null : Without(current, erasure));
        if (left is null)
        {
            _erased.Add(fact.Id);
        }
        else
        {
            _log.Add(fact.Id, left);
        }
    }

    private bool Stands(EraseAssertion erasure) => !_facts.OfType<RetractAssertion>().Any(retraction => retraction.Targets.Contains(erasure.Id));

    private void Redact(EraseAssertion erasure)
    {
        foreach (var fact in _log.Values.ToList())
        {
            if (Without(fact, erasure) is { } left)
            {
                _log[fact.Id] = left;
            }
            else
            {
                _log.Remove(fact.Id);
                _erased.Add(fact.Id);
            }
        }
    }

    private EventAssertion? Without(EventAssertion fact, EraseAssertion erasure)
    {
        if ((fact.At > erasure.At && !erasure.Suppress) || !fact.Identifiers.Any(IsErased))
        {
            return fact;
        }

        return erasure.Scope == ErasureScope.Profile ? null : fact with { Identifiers = [.. fact.Identifiers.Where(raw => !IsErased(raw))] };

        bool IsErased(Identifier raw) => _rules.TryNormalise(raw, out var known, out _) && erasure.Targets.Contains(ProfileId.Of(known.Value));
    }
}
