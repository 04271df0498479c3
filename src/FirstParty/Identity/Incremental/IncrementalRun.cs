namespace FirstParty.Identity.Incremental;

/// <summary>One batch on its way into the graph: first the plan, which writes nothing, then, under lock, the solution.</summary>
internal sealed class IncrementalRun
{
    private readonly RuleBook _book;
    private readonly List<IdentityAct> _acts = [];
    private readonly HashSet<ProfileId> _rederived = [];
    private readonly FactReader _reader;
    private Evidence _opening;

    public IncrementalRun(RuleBook book, IdentityGraph graph, IReadOnlyCollection<IdentityAssertion> facts, CancellationToken cancellationToken)
    {
        _book = book;
        Evidence = _opening = new Evidence(book, Expiry.None, []);
        Workspace = new Workspace(book, graph, cancellationToken);
        _reader = new FactReader(Workspace);
        var known = new HashSet<FactId>(facts.Count);
        foreach (var fact in facts.Where(fact => known.Add(fact.Id)))
        {
            if (fact is EventAssertion named)
            {
                Events.Add(named);
            }
            else
            {
                _acts.Add((IdentityAct)fact);
            }
        }
    }

    public Workspace Workspace { get; }

    public FactReader Reader => _reader;

    /// <summary>The events of the batch, drawn links included.</summary>
    public List<EventAssertion> Events { get; } = [];

    /// <summary>Those of them that stand, as resolution sees them.</summary>
    public IReadOnlyList<PreparedEvent> Prepared { get; private set; } = [];

    /// <summary>What they say.</summary>
    public Evidence Evidence { get; private set; }

    /// <summary>The acts to be stored: the new ones, and retractions of which the batch brings what they took back in advance.</summary>
    public IEnumerable<StoredAct> ActsToStore
    {
        get
        {
            var retracted = Events.Where(fact => Workspace.Acts.IsRetracted(fact.Id)).ToList();
            retracted.ForEach(fact => Workspace.Acts.NoteRetracted(fact.Id, Workspace.Acts.Accepted(fact.Identifiers)));
            var known = Workspace.Acts.RetractionsOf(retracted.Select(fact => fact.Id).ToHashSet());
            return NewActs.Concat(known).DistinctBy(act => act.Id).OrderBy(act => act.Id).Select(Workspace.Acts.Store);
        }
    }

    /// <summary>The acts that the graph did not hold yet.</summary>
    public List<IdentityAct> NewActs { get; } = [];

    /// <summary>Links to be judged anew from what events say of them, because their age may count now.</summary>
    public IReadOnlyCollection<GraphPair> Reviewed { get; init; } = [];

    /// <summary>The instant that ages were measured against before the batch; null when there was none.</summary>
    public DateTimeOffset? FormerAsOf { get; private set; }

    public List<RefusedIdentifier> Refused { get; } = [];

    public List<FactId> UnknownTargets { get; } = [];

    /// <summary>The identifiers that the batch names, be they erased or not.</summary>
    public IEnumerable<NodeEvidence> Named => _opening.Nodes.Values.Where(node => node.IsNamed);

    /// <summary>Nodes around which the graph has to be solved anew.</summary>
    public HashSet<ProfileId> Seeds { get; } = [];

    public IReadOnlySet<ProfileId> Rederived => _rederived;

    public bool ChangesSomething =>
        NewActs.Count > 0 || Seeds.Count > 0 || Workspace.ChangedNodes.Any() || Workspace.ChangedLinks.Any() || Workspace.RemovedLinks.Any();

    /// <summary>The identifiers whose components must be held before anything is written, ascending by natural id.</summary>
    public IReadOnlyList<Identifier> Touched
    {
        get
        {
            var touched = new AscendingIdentifiers(_opening.Nodes.Count);
            foreach (var named in Named)
            {
                touched.Add(named.Id, named.Identifier);
            }

            foreach (var id in _rederived.Count == 0 ? Seeds : Seeds.Union(_rederived))
            {
                if (_opening.Nodes.GetValueOrDefault(id) is not { IsNamed: true } && Workspace.Node(id) is { } node)
                {
                    touched.Add(id, node.Identifier);
                }
            }

            touched.AddRange(NewActs.SelectMany(Workspace.Acts.Named));
            return touched.Sort();
        }
    }

    public async ValueTask PlanAsync()
    {
        await OpenAsync().ConfigureAwait(false);
        if (!Workspace.Acts.IsEmpty)
        {
            Read(_reader.Prepare(Events));
        }

        var affected = await new AffectedByActs(Workspace, NewActs, UnknownTargets, Seeds).FindAsync(Events).ConfigureAwait(false);
        affected.UnionWith(NewlySeenAliases());
        affected.UnionWith(await NewlySharedAsync().ConfigureAwait(false));
        affected.UnionWith(await ReviewedAsync().ConfigureAwait(false));
        if (affected.Count > 0)
        {
            _rederived.UnionWith(affected.Select(ProfileId.Of));
            var rederivation = new Rederivation(Workspace, _reader);
            await rederivation.RunAsync(affected, Events).ConfigureAwait(false);
            rederivation.Forget(NewActs.OfType<EraseAssertion>().SelectMany(erasure => erasure.Targets));
        }

        await new Addition(Workspace, _rederived).MergeAsync(Evidence).ConfigureAwait(false);
        await new SeedFinder(Workspace, _rederived).FindAsync(Seeds).ConfigureAwait(false);
    }

    private async ValueTask OpenAsync()
    {
        var preparation = new EventPreparation(
            _book, [], (fact, identifier, refusal) => Refused.Add(new RefusedIdentifier(fact, identifier.Namespace ?? string.Empty, refusal)));
        Events.AddRange(_acts.OfType<LinkAssertion>().Select(link => link.AsEvent()));
        Read([.. Events.Select(preparation.Prepare).OfType<PreparedEvent>()]);
        _opening = Evidence;
        FactId[] targets = [.. _acts.OfType<RetractAssertion>().SelectMany(act => act.Targets)];
        await Workspace.OpenAsync(
            _acts.Count == 0 ? Evidence.Nodes.Keys : [.. Evidence.Nodes.Keys.Concat(NamedByActs()).Distinct()],
            Evidence.Links.Keys,
            _acts.Count == 0
                ? Events.ConvertAll(fact => fact.Id)
                : [.. Events.Select(fact => fact.Id).Concat(_acts.Select(act => act.Id)).Concat(targets).Distinct()],
            _book.MayExpire ? targets.Length + 1 : 0).ConfigureAwait(false);
        FormerAsOf = Workspace.Acts.Expiry.AsOf;
        NewActs.AddRange(_acts.Where(Workspace.Acts.Add));
        await Workspace.FollowActsAsync(NewActs).ConfigureAwait(false);
    }

    private IEnumerable<ProfileId> NamedByActs() => _acts.SelectMany(Workspace.Acts.Named).Select(ProfileId.Of)
        .Concat(_acts.OfType<EraseAssertion>().SelectMany(act => act.Targets));

    private void Read(IReadOnlyList<PreparedEvent> events)
    {
        Prepared = events;
        Evidence = new Evidence(_book, Workspace.Acts.Expiry, events);
    }

    private IEnumerable<Identifier> NewlySeenAliases()
    {
        if (Workspace.Acts.Aliases.IsEmpty)
        {
            return [];
        }

        return Workspace.Acts.AliasesOf(Prepared
            .SelectMany(prepared => prepared.People)
            .Where(identifier => Workspace.Node(ProfileId.Of(identifier))?.FirstSeen is null)
            .Where(Workspace.Acts.Aliases.Members.Contains));
    }

    // The weaker end of a link has the fewer events, as a rule.
    private async ValueTask<IEnumerable<Identifier>> ReviewedAsync()
    {
        await Workspace.FindAsync(GraphPair.Ends(Reviewed), Reviewed).ConfigureAwait(false);
        return Reviewed
            .Where(pair => Workspace.Link(pair) is not null)
            .Select(pair => (One: Workspace.Node(pair.A)!.Identifier, Other: Workspace.Node(pair.B)!.Identifier))
            .Select(ends => _book.CompareStrength(ends.One, ends.Other) > 0 ? ends.One : ends.Other);
    }

    // Of these the earlier events were not kept count of; from now on they are.
    private async ValueTask<IEnumerable<Identifier>> NewlySharedAsync()
    {
        await Workspace.FindAsync(Evidence.Nodes.Keys, []).ConfigureAwait(false);
        return Evidence.Nodes.Values
            .Where(known => Workspace.Node(known.Id) is { Shared: false, FirstSeen: not null } stored && known.MakesShared(stored))
            .Select(known => known.Identifier);
    }
}
