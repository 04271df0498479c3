using System.Runtime.InteropServices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Whose are the anonymous events of a device that several people signed in on? Those of the latest person who had signed in by then, else of the
/// first. Events of any other anchor belong to the anchor's profile.
/// </summary>
/// <remarks>
/// The anonymous events of a device are read whole, also for somebody who has one of 100,000: an owner has stretches of time, and the log finds events by
/// anchor and not by when they happened. A look costs what reading them does, about 3 µs and 0.5 to 1 KB for each. <see cref="DeviceWeights"/> keeps that
/// out of the writer's way.
/// </remarks>
internal sealed class SharedDevices
{
    private readonly Dictionary<Identifier, Tenancy> _tenancies = [];
    private readonly Dictionary<Identifier, ProfileId> _owners = [];
    private IReadOnlyList<LoggedEvent> _events = [];

    private readonly List<GraphNode> _nodes;

    private SharedDevices(List<GraphNode> devices) => (_nodes, Devices) = (devices, devices.Select(node => node.Id).ToHashSet());

    /// <summary>The natural ids of the shared devices.</summary>
    public IReadOnlySet<ProfileId> Devices { get; }

    /// <summary>Those of them on which something has happened under nobody's name, so that there is something to give to somebody.</summary>
    public IReadOnlyCollection<GraphNode> Anonymous => [.. _nodes.Where(node => node.LastSeen is not null)];

    /// <summary>The shared devices of a region of the graph or linked to it. What happened on them is read by <see cref="FillAsync"/>.</summary>
    public static async ValueTask<SharedDevices> FindAsync(
        StorageSession session, IdentityRules rules, GraphSnapshot region, CancellationToken cancellationToken)
    {
        if (rules.Attribution != AttributionMode.Tenancy)
        {
            return new SharedDevices([]);
        }

        var linked = Linked(region);
        var outside = linked.Count == 0
            ? GraphSnapshot.Empty
            : await session.Identity.FindAsync(new GraphQuery { Nodes = linked }, cancellationToken).ConfigureAwait(false);
        return new SharedDevices([.. region.Nodes.Concat(outside.Nodes).Where(node => node.Shared)]);
    }

    /// <summary>Puts each event with the profile it belongs to.</summary>
    public Dictionary<ProfileId, List<LoggedEvent>> Attribute(IEnumerable<LoggedEvent> events, IReadOnlyCollection<GraphNode> nodes)
    {
        var anchors = new Dictionary<Identifier, GraphNode>(nodes.Count);
        foreach (var node in nodes)
        {
            anchors.Add(node.Identifier, node);
        }

        var most = events.TryGetNonEnumeratedCount(out var count) ? Math.Min(count, nodes.Count) : 0;
        var attributed = new Dictionary<ProfileId, List<LoggedEvent>>(most);
        foreach (var logged in events.Where(logged => !_tenancies.ContainsKey(logged.Anchor)))
        {
            Of(attributed, anchors[logged.Anchor].Profile).Add(logged);
        }

        foreach (var logged in _events)
        {
            if (_owners.TryGetValue(_tenancies[logged.Anchor].OwnerAt(logged.OccurredAt.UtcTicks), out var owner))
            {
                Of(attributed, owner).Add(logged);
            }
        }

        return attributed;
    }

    /// <summary>Reads the sign-ins and anonymous events of devices.</summary>
    public async ValueTask FillAsync(
        StorageSession session, IdentityRules rules, IReadOnlyCollection<Identifier> devices, CancellationToken cancellationToken)
    {
        if (devices.Count == 0)
        {
            return;
        }

        var wanted = devices.ToHashSet();
        var book = RuleBook.Of(rules);
        var preparation = new EventPreparation(book, []);
        foreach (var seen in await session.Identity.ReadEventsAsync(devices, [], cancellationToken).ConfigureAwait(false))
        {
            if (preparation.Prepare(seen) is { Ambiguous: false } prepared && prepared.SignedIn(book) is { } owner)
            {
                foreach (var device in prepared.People.Where(wanted.Contains))
                {
                    Tenancy(device).Add(prepared.Time, owner);
                }
            }
        }

        var people = _tenancies.Values.SelectMany(tenancy => tenancy.Owners).Distinct().ToList();
        var aliases = await ContinuedIds.ClassesAsync(session.Identity, rules, people, cancellationToken).ConfigureAwait(false);
        foreach (var device in _tenancies.Where(pair => !pair.Value.IsShared(aliases)).Select(pair => pair.Key).ToList())
        {
            _tenancies.Remove(device); // Two ids of one person do not make a device two people's.
        }

        var owners = people.ConvertAll(ProfileId.Of);
        var found = await session.Identity.FindAsync(new GraphQuery { Nodes = owners, ActsOn = [.. devices.Select(ProfileId.Of)] }, cancellationToken).ConfigureAwait(false);
        foreach (var node in found.Nodes)
        {
            _owners[node.Identifier] = node.Profile;
        }

        var retracted = RetractedFacts.In(found.Acts);
        var logged = await session.Events.ReadAsync([.. _tenancies.Keys], cancellationToken).ConfigureAwait(false);
        _events = [.. logged.Where(fact => !retracted.Contains(fact.Id))];
    }

    /// <summary>Those outside a region whom links of it name.</summary>
    private static HashSet<ProfileId> Linked(GraphSnapshot region)
    {
        var linked = new HashSet<ProfileId>(2 * region.Links.Count);
        foreach (var link in region.Links)
        {
            linked.Add(link.A);
            linked.Add(link.B);
        }

        foreach (var node in region.Nodes)
        {
            linked.Remove(node.Id);
        }

        return linked;
    }

    private static List<LoggedEvent> Of(Dictionary<ProfileId, List<LoggedEvent>> attributed, ProfileId profile) =>
        CollectionsMarshal.GetValueRefOrAddDefault(attributed, profile, out _) ??= new List<LoggedEvent>(1);

    private Tenancy Tenancy(Identifier device) =>
        _tenancies.TryGetValue(device, out var tenancy) ? tenancy : _tenancies[device] = new Tenancy();
}
