namespace FirstParty.Identity.Incremental;

/// <summary>Says whose the events of a batch are, shared devices by tenancy.</summary>
internal sealed class AttributionReader(IncrementalRun run)
{
    private readonly Workspace _workspace = run.Workspace;
    private readonly Dictionary<Identifier, Tenancy> _tenancies = [];
    private readonly Dictionary<FactId, PreparedEvent> _prepared = run.Prepared.ToDictionary(prepared => prepared.Id);

    /// <summary>The profiles that a sign-in of this batch on a shared device may have taken events from or given to.</summary>
    public HashSet<ProfileId> Tenants { get; } = [];

    public async ValueTask<Dictionary<FactId, EventAttribution>> ReadAsync()
    {
        await ReadTenanciesAsync().ConfigureAwait(false);
        return run.Events.ToDictionary(fact => fact.Id, Attribute);
    }

    private EventAttribution Attribute(EventAssertion fact)
    {
        if (!_prepared.TryGetValue(fact.Id, out var prepared))
        {
            var outcome = _workspace.Acts.IsRetracted(fact.Id) ? AttributionOutcome.Retracted : AttributionOutcome.Erased;
            return new EventAttribution { Fact = fact.Id, Outcome = outcome };
        }

        if (prepared.Ambiguous || prepared.People.Length == 0)
        {
            var outcome = prepared.Ambiguous ? AttributionOutcome.Ambiguous : AttributionOutcome.Nobody;
            return new EventAttribution { Fact = fact.Id, Outcome = outcome };
        }

        var anchor = prepared.People[0];
        var owner = _tenancies.TryGetValue(anchor, out var tenancy) && tenancy.IsShared(_workspace.Acts.Aliases) ? tenancy.OwnerAt(prepared.Time) : anchor;
        return new EventAttribution
        {
            Fact = fact.Id,
            Outcome = AttributionOutcome.Attributed,
            Profile = _workspace.Node(ProfileId.Of(owner))!.Profile,
            Anchor = anchor,
            KeepsClaims = prepared.KeepsClaims,
        };
    }

    private async ValueTask ReadTenanciesAsync()
    {
        if (_workspace.Book.Rules.Attribution != AttributionMode.Tenancy)
        {
            return;
        }

        Identifier[] shared = [.. run.Prepared
            .SelectMany(prepared => prepared.People)
            .Distinct()
            .Where(identifier => _workspace.Node(ProfileId.Of(identifier)) is { Shared: true })];
        if (shared.Length == 0)
        {
            return;
        }

        var events = await run.Reader.ReadPreparedAsync(shared, run.Events).ConfigureAwait(false);
        var owners = Collect(events, [.. shared]);
        await _workspace.LoadActsAsync(owners.Select(ProfileId.Of)).ConfigureAwait(false);
        await _workspace.FindAsync(owners.Concat(shared).Select(ProfileId.Of), []).ConfigureAwait(false);
        Tenants.UnionWith(owners.Concat(shared).Select(identifier => _workspace.Node(ProfileId.Of(identifier))).OfType<GraphNode>().Select(node => node.Profile));
    }

    private HashSet<Identifier> Collect(IReadOnlyList<PreparedEvent> events, HashSet<Identifier> shared)
    {
        var owners = new HashSet<Identifier>();
        foreach (var prepared in events.Where(prepared => !prepared.Ambiguous))
        {
            if (prepared.SignedIn(_workspace.Book) is not { } owner)
            {
                continue;
            }

            foreach (var device in prepared.People.Where(identifier => shared.Contains(identifier)))
            {
                (_tenancies.TryGetValue(device, out var tenancy) ? tenancy : _tenancies[device] = new Tenancy()).Add(prepared.Time, owner);
                owners.Add(owner);
            }
        }

        return owners;
    }
}
