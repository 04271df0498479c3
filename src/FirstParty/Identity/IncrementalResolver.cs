using System.Collections.Immutable;
using FirstParty.Identity.Incremental;

namespace FirstParty.Identity;

/// <summary>
/// Keeps a stored graph equal to what <see cref="IdentityResolver"/> would make of all facts at once, fact by fact. Holds no state of its
/// own: several nodes may each have one over the same storage. Thread-safe; the graphs that it is given are not.
/// </summary>
/// <remarks>
/// A batch that says nothing new, such as one more event of a known person on a known device, costs one read and no write. A new link
/// reads and solves the components it touches. A retraction, an alias or an erasure also reads the events of the identifiers it touches, and so does the
/// first conflict in a component whose links events have drawn, whose times decide from then on. A merge rewrites no event: its cost depends on the number
/// of identifiers alone, and so does that of parting what <see cref="LinkAssertion"/> joined.
/// </remarks>
public sealed class IncrementalResolver
{
    private readonly RuleBook _book;
    private readonly TimeProvider _time;

    /// <summary>Makes a resolver by rules.</summary>
    /// <exception cref="ArgumentException">The rules hold a mistake; the text names all of them.</exception>
    public IncrementalResolver(IdentityRules rules, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(time);
        var mistakes = rules.Validate();
        if (!mistakes.IsEmpty)
        {
            throw new ArgumentException(string.Join(' ', mistakes), nameof(rules));
        }

        (_book, _time) = (RuleBook.Of(rules), time);
    }

    /// <summary>The rules.</summary>
    public IdentityRules Rules => _book.Rules;

    /// <summary>
    /// Everybody whom facts that name these identifiers are about: the identifiers as the rules have them and what is derived from them, ascending by
    /// natural id. Hold them with <see cref="IdentityGraph.LockAsync"/> before anything is read of them, where others write too.
    /// </summary>
    public IReadOnlyList<Identifier> Named(IEnumerable<Identifier> raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var named = new AscendingIdentifiers();
        foreach (var identifier in raw)
        {
            var (accepted, refusal) = _book.Accept(identifier);
            if (refusal == IdentifierRefusal.None)
            {
                named.Add(ProfileId.Of(accepted), accepted);
            }
        }

        List<Identifier> derived = [.. named.Sort().Select(_book.Derive).OfType<Identifier>()];
        named.AddRange(derived);
        return named.Sort();
    }

    /// <summary>
    /// Takes new facts into the graph, within the graph's session. The events among them must be in the event log, or be appended in the same
    /// session; the acts are stored here. Idempotent: facts that the graph has change nothing.
    /// </summary>
    /// <param name="graph">The graph of the session.</param>
    /// <param name="newFacts">Facts in any order.</param>
    /// <param name="cancellationToken">Cancels; the session must then be discarded.</param>
    public async ValueTask<ResolutionChange> ApplyAsync(
        IdentityGraph graph, IReadOnlyList<IdentityAssertion> newFacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(newFacts);
        return await RunAsync(graph, () => new IncrementalRun(_book, graph, newFacts, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A walk over the links that may have become too old, or, once an act of expiry was taken back, over all that may hold again.</summary>
    /// <param name="asOf">The latest instant that was logged; null for none.</param>
    /// <param name="takenBack">Whether an act of expiry was retracted.</param>
    internal ReviewWalk Review(DateTimeOffset? asOf, bool takenBack) => new(_book, Expiry.Of(_book, asOf), takenBack);

    /// <summary>
    /// Judges links anew by their age, from the events that say them, as of the latest instant that was logged. After an act of expiry all links of
    /// <see cref="Review"/> are to be judged, in slices of any size and each in a session of its own if need be. Judging a link twice changes nothing.
    /// </summary>
    internal async ValueTask<ResolutionChange> ReviewAsync(
        IdentityGraph graph, IReadOnlyCollection<GraphPair> links, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(links);
        return await RunAsync(graph, () => new IncrementalRun(_book, graph, [], cancellationToken) { Reviewed = links }, cancellationToken)
            .ConfigureAwait(false);
    }

    private async ValueTask<ResolutionChange> RunAsync(IdentityGraph graph, Func<IncrementalRun> start, CancellationToken cancellationToken)
    {
        var run = start();
        await run.PlanAsync().ConfigureAwait(false);
        while (graph.NeedsLocks && run.ChangesSomething && await graph.LockAsync(run.Touched, cancellationToken).ConfigureAwait(false))
        {
            var locked = run.Touched.ToHashSet();
            run = start();
            await run.PlanAsync().ConfigureAwait(false);
            if (locked.IsSupersetOf(run.Touched))
            {
                break;
            }
        }

        var region = await SolveAsync(run).ConfigureAwait(false);
        while (graph.NeedsLocks && region.Count > 0
            && await graph.LockAsync([.. region.Select(run.Workspace.Node).OfType<GraphNode>().Select(node => node.Identifier)], cancellationToken).ConfigureAwait(false))
        {
            run = start(); // Links that conduct from now on have reached somebody whom the plan did not name.
            await run.PlanAsync().ConfigureAwait(false);
            region = await SolveAsync(run).ConfigureAwait(false);
        }

        return await FinishAsync(run, region, graph, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Drops nodes and links and makes them anew from the stored acts and these events, in chunks of any size; the outcome is what it was,
    /// unless the rules have changed. The history stays as it is. All within the graph's session.
    /// </summary>
    public async ValueTask RebuildAsync(
        IdentityGraph graph, IAsyncEnumerable<IReadOnlyList<EventAssertion>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(events);
        var acts = (await graph.FindAsync(new GraphQuery { EveryAct = true }, cancellationToken).ConfigureAwait(false)).Acts;
        var named = new ActSet(_book);
        await graph.WriteAsync(
            new GraphChange { Reset = true, Acts = [.. acts.OrderBy(act => act.Id).Select(named.Store)] }, cancellationToken).ConfigureAwait(false);
        await ReplayAsync(graph, [.. acts.OfType<LinkAssertion>()], cancellationToken).ConfigureAwait(false);
        await foreach (var chunk in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await ReplayAsync(graph, chunk, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReplayAsync(IdentityGraph graph, IReadOnlyList<IdentityAssertion> facts, CancellationToken cancellationToken)
    {
        var run = new IncrementalRun(_book, graph, facts, cancellationToken);
        await run.PlanAsync().ConfigureAwait(false);
        await SolveAsync(run).ConfigureAwait(false);
        await graph.WriteAsync(Change(run, []), cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<HashSet<ProfileId>> SolveAsync(IncrementalRun run)
    {
        if (run.Seeds.Count == 0)
        {
            return [];
        }

        var solver = new RegionSolver(run.Workspace, run.Reader, run.Events);
        await solver.SolveAsync(run.Seeds).ConfigureAwait(false);
        return solver.Region;
    }

    private static GraphChange Change(IncrementalRun run, ImmutableArray<ResolutionEntry> history) => new()
    {
        Nodes = [.. run.Workspace.ChangedNodes.OrderBy(node => node.Id)],
        RemovedNodes = [.. run.Workspace.RemovedNodes.Order()],
        Links = [.. run.Workspace.ChangedLinks.OrderBy(link => link.Pair)],
        RemovedLinks = [.. run.Workspace.RemovedLinks.Order()],
        Acts = [.. run.ActsToStore],
        History = history,
    };

    private async ValueTask<ResolutionChange> FinishAsync(
        IncrementalRun run, HashSet<ProfileId> region, IdentityGraph graph, CancellationToken cancellationToken)
    {
        var cause = run.NewActs.Select(act => (FactId?)act.Id).Concat(run.Prepared.Select(prepared => (FactId?)prepared.Id)).Min()
            ?? run.Workspace.Acts.LastExpiry?.Id;
        var history = new HistoryBuilder(run.Workspace, _time.GetUtcNow(), cause).Build(run.Rederived.Count == 0 ? region : region.Union(run.Rederived));
        var change = Change(run, history);
        if (!change.IsEmpty)
        {
            await graph.WriteAsync(change, cancellationToken).ConfigureAwait(false);
        }

        var reader = new AttributionReader(run);
        var attribution = await reader.ReadAsync().ConfigureAwait(false);
        return new ChangeReport(run, region).Make(attribution, reader.Tenants, change);
    }
}
