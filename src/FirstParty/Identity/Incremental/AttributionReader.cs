namespace FirstParty.Identity.Incremental;

/// <summary>Says whose the events of a batch are, shared devices by tenancy.</summary>
internal sealed class AttributionReader(IncrementalRun run)
{
    private readonly Workspace _workspace = run.Workspace;
    private readonly Dictionary<Identifier, Tenancy> _tenancies = [];

    /// <summary>The profiles that a sign-in of this batch on a shared device may have taken earlier events from or given them to.</summary>
    public HashSet<ProfileId> Tenants { get; } = [];

    public async ValueTask<Dictionary<FactId, EventAttribution>> ReadAsync()
    {
        if (_workspace.Book.Rules.Attribution == AttributionMode.Tenancy)
        {
            await ReadTenanciesAsync().ConfigureAwait(false);
        }

        var attribution = new Dictionary<FactId, EventAttribution>(run.Events.Count);
        var next = 0;
        foreach (var fact in run.Events)
        {
            var stands = next < run.Prepared.Count && run.Prepared[next].Id == fact.Id; // They are in the same order.
            attribution.Add(fact.Id, Attribute(fact, stands ? run.Prepared[next++] : null));
        }

        return attribution;
    }

    private EventAttribution Attribute(EventAssertion fact, PreparedEvent? prepared)
    {
        if (prepared is null)
        {
            var outcome = _workspace.Acts.IsRetracted(fact.Id) ? AttributionOutcome.Retracted : AttributionOutcome.Erased;
            return new EventAttribution { Fact = fact.Id, Outcome = outcome };
        }

        if (prepared.Anchor is not { } anchor)
        {
            var outcome = prepared.Ambiguous ? AttributionOutcome.Ambiguous : AttributionOutcome.Nobody;
            return new EventAttribution { Fact = fact.Id, Outcome = outcome };
        }

        var owner = _tenancies.TryGetValue(anchor, out var tenancy) ? tenancy.OwnerAt(prepared.Time) : anchor;
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
        var shared = run.Evidence.Nodes.Keys.Concat(run.Rederived)
            .Where(id => _workspace.Node(id)?.Shared == true || _workspace.Original(id)?.Shared == true)
            .Select(id => (_workspace.Node(id) ?? _workspace.Original(id))!.Identifier)
            .ToHashSet();
        if (shared.Count == 0)
        {
            return;
        }

        var batch = run.Prepared.Where(prepared => prepared.People.Any(shared.Contains)).ToList();
        var owners = shared.Select(device => _workspace.Original(ProfileId.Of(device))?.Owner).OfType<ProfileId>().ToList();
        await _workspace.FindAsync(owners, []).ConfigureAwait(false);
        await _workspace.LoadActsAsync(owners).ConfigureAwait(false);
        HashSet<Identifier> unclear = [.. shared.Where(device => !TryContinue(device, batch))];
        if (unclear.Count > 0)
        {
            await ReadLogAsync(unclear).ConfigureAwait(false);
        }

        await _workspace.FindAsync(_tenancies.Values.SelectMany(tenancy => tenancy.Owners).Select(ProfileId.Of).ToList(), []).ConfigureAwait(false);
    }

    // In the common case nothing comes before what was there: then the last owner and the batch tell all.
    private bool TryContinue(Identifier device, List<PreparedEvent> batch)
    {
        var id = ProfileId.Of(device);
        if (run.Rederived.Contains(id) || _workspace.Original(id) is not { Shared: true } stored
            || _workspace.Node(stored.Owner!.Value)?.Identifier is not { } owner || _workspace.Acts.Aliases.Members.Contains(owner))
        {
            return false;
        }

        var tenancy = new Tenancy();
        tenancy.Add(stored.SignedInAt!.Value.UtcTicks, owner);
        foreach (var prepared in batch.Where(prepared => prepared.People.Contains(device)))
        {
            var signedIn = prepared.Ambiguous ? null : prepared.SignedIn(_workspace.Book);
            var isLate = prepared.Time < stored.SignedInAt.Value.UtcTicks || (signedIn is not null && prepared.Time <= stored.LastSeen?.UtcTicks);
            if (isLate && (signedIn is not null || prepared.Anchor == device))
            {
                return false;
            }

            if (signedIn is { } other)
            {
                tenancy.Add(prepared.Time, other);
            }
        }

        _tenancies[device] = tenancy;
        return true;
    }

    private async ValueTask ReadLogAsync(HashSet<Identifier> devices)
    {
        var tenancies = new Dictionary<Identifier, Tenancy>();
        foreach (var prepared in (await run.Reader.ReadPreparedAsync(devices, run.Events).ConfigureAwait(false)).Where(prepared => !prepared.Ambiguous))
        {
            if (prepared.SignedIn(_workspace.Book) is not { } owner)
            {
                continue;
            }

            foreach (var device in prepared.People.Where(devices.Contains))
            {
                (tenancies.TryGetValue(device, out var tenancy) ? tenancy : tenancies[device] = new Tenancy()).Add(prepared.Time, owner);
            }
        }

        var owners = tenancies.Values.SelectMany(tenancy => tenancy.Owners).Concat(devices).Select(ProfileId.Of).Distinct().ToList();
        await _workspace.LoadActsAsync(owners).ConfigureAwait(false);
        await _workspace.FindAsync(owners, []).ConfigureAwait(false);
        Tenants.UnionWith(owners.Select(_workspace.Node).OfType<GraphNode>().Where(node => node.FirstSeen is not null).Select(node => node.Profile));
        foreach (var (device, tenancy) in tenancies.Where(pair => pair.Value.IsShared(_workspace.Acts.Aliases)))
        {
            _tenancies[device] = tenancy;
        }
    }
}
