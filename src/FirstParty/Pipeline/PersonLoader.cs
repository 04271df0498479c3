using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Identity.Text;
using FirstParty.Profiles;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Loads all facts of people, whole batches at a time: who belongs together, what they did, what they permit.</summary>
internal sealed class PersonLoader(IdentityRules rules, CurrentRules consentRules, ConsentLedger ledger)
{
    private static readonly Comparer<string> ByCodePoint = Comparer<string>.Create(CodePointOrder.Compare);

    /// <summary>
    /// The people of these profiles, nobody else writing them until the session ends, each with whether the writer may remember them; a profile that is
    /// no more is left out.
    /// </summary>
    /// <param name="batch">Says whose histories are too long to be loaded; neither is who has become part of them.</param>
    /// <param name="profiles">The profiles.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<HeldPeople> HoldAsync(Batch batch, IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        var session = batch.Session;
        if (profiles.Count == 0)
        {
            return new HeldPeople([], []);
        }

        var wanted = profiles.ToHashSet();
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = wanted, Hold = batch.Holds }, cancellationToken).ConfigureAwait(false);
        var region = await RegionAsync(session, found.Nodes, cancellationToken).ConfigureAwait(false);
        if (batch.Longest == int.MaxValue)
        {
            return new HeldPeople(await LoadAsync(session, region, Members(region, wanted), cancellationToken).ConfigureAwait(false), []);
        }

        var members = Members(region, [.. wanted, .. found.Nodes.Select(node => node.Profile)]);
        var devices = await SharedDevices.FindAsync(session, rules, region, cancellationToken).ConfigureAwait(false);
        var most = (int)Math.Min(int.MaxValue, (long)batch.Longest + batch.Appended.Count + 1);
        var length = await new HistoryLengths(region, devices, most).ReadAsync(session, members, cancellationToken).ConfigureAwait(false);
        var isLong = members.Keys.Where(id => length[id] > batch.LongestOf(id)).ToHashSet();
        var own = members.Where(member => wanted.Contains(member.Key)).ToLookup(member => isLong.Contains(member.Key));
        var parts = found.Nodes.Where(node => wanted.Contains(node.Id) && node.Profile != node.Id && isLong.Contains(node.Profile));
        return new HeldPeople(
            await LoadAsync(session, region, own[false].ToDictionary(), devices, isLong.Count > 0, cancellationToken).ConfigureAwait(false),
            [
                .. own[true].Select(person => new LongPerson(person.Key, person.Key, person.Value, length[person.Key])),
                .. parts.Select(node => new LongPerson(node.Id, node.Profile, [], Events: 0)),
            ]);
    }

    /// <summary>The people of these profiles, read and not held; a profile that is no more is left out.</summary>
    public async ValueTask<IReadOnlyList<PersonFacts>> ReadAsync(
        StorageSession session, IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. profiles.Distinct()] }, cancellationToken).ConfigureAwait(false);
        var region = await RegionAsync(session, found.Nodes, cancellationToken).ConfigureAwait(false);
        var people = await LoadAsync(session, region, Members(region, profiles.ToHashSet()), cancellationToken).ConfigureAwait(false);
        return [.. people.Select(person => person.Facts)];
    }

    /// <summary>The person behind an identifier, or null when nobody is.</summary>
    public async ValueTask<PersonFacts?> FindAsync(StorageSession session, Identifier who, CancellationToken cancellationToken)
    {
        if (!rules.TryNormalise(who, out var identifier, out _))
        {
            return null;
        }

        var person = await FindAsync(session, ProfileId.Of(identifier.Value), cancellationToken).ConfigureAwait(false)
            ?? await FindContinuedAsync(session, identifier.Value, cancellationToken).ConfigureAwait(false);
        return person is null ? null : person with { Speaker = identifier.Value };
    }

    /// <summary>The person whom a profile id was ever handed out for, or null when nobody is.</summary>
    public async ValueTask<PersonFacts?> FindAsync(StorageSession session, ProfileId id, CancellationToken cancellationToken)
    {
        var found = await session.Identity.FindAsync(new GraphQuery { Nodes = [id] }, cancellationToken).ConfigureAwait(false);
        var region = await RegionAsync(session, found.Nodes, cancellationToken).ConfigureAwait(false);
        var members = Members(region, found.Nodes.Select(node => node.Profile).ToHashSet());
        var people = await LoadAsync(session, region, members, cancellationToken).ConfigureAwait(false);
        return people.Count == 0 ? null : people[0].Facts;
    }

    /// <summary>The person whose id continues one that no event has named, such as one from before the platform.</summary>
    private async ValueTask<PersonFacts?> FindContinuedAsync(StorageSession session, Identifier former, CancellationToken cancellationToken)
    {
        var successors = await ContinuedIds.OfAsync(session.Identity, rules, former, cancellationToken).ConfigureAwait(false);
        foreach (var successor in successors)
        {
            if (await FindAsync(session, ProfileId.Of(successor), cancellationToken).ConfigureAwait(false) is { } person)
            {
                return person;
            }
        }

        return null;
    }

    private static ValueTask<GraphSnapshot> RegionAsync(
        StorageSession session, IReadOnlyList<GraphNode> found, CancellationToken cancellationToken) =>
        session.Identity.ReadComponentsAsync([.. found.Select(node => node.Component).Distinct()], cancellationToken);

    private Dictionary<ProfileId, ImmutableArray<Identifier>> Members(GraphSnapshot region, HashSet<ProfileId> wanted)
    {
        var members = new Dictionary<ProfileId, List<GraphNode>>(wanted.Count);
        foreach (var node in region.Nodes)
        {
            if (wanted.Contains(node.Profile))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(members, node.Profile, out _) ??= new List<GraphNode>(1)).Add(node);
            }
        }

        var named = new Dictionary<ProfileId, ImmutableArray<Identifier>>(members.Count);
        foreach (var (profile, nodes) in members)
        {
            if (nodes.Exists(node => node.FirstSeen is not null)) // What only a retracted or erased fact spoke of is nobody.
            {
                named.Add(profile, Ordered(nodes));
            }
        }

        return named;
    }

    private async ValueTask<IReadOnlyList<LoadedPerson>> LoadAsync(
        StorageSession session, GraphSnapshot region, Dictionary<ProfileId, ImmutableArray<Identifier>> members, CancellationToken cancellationToken)
    {
        var devices = await SharedDevices.FindAsync(session, rules, region, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(session, region, members, devices, isPart: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads people of a region; if only a part of it, nothing of devices that none of them was seen on.</summary>
    private async ValueTask<IReadOnlyList<LoadedPerson>> LoadAsync(
        StorageSession session,
        GraphSnapshot region,
        Dictionary<ProfileId, ImmutableArray<Identifier>> members,
        SharedDevices attribution,
        bool isPart,
        CancellationToken cancellationToken)
    {
        if (members.Count == 0)
        {
            return [];
        }

        var identifiers = members.Values.SelectMany(own => own).ToList();
        var retracted = RetractedFacts.In(region.Acts);
        var logged = await session.Events.ReadAsync(identifiers, cancellationToken).ConfigureAwait(false);
        var events = retracted.Count == 0 ? logged : logged.Where(fact => !retracted.Contains(fact.Id));
        var book = await ConsentBook.ReadAsync(ledger, consentRules.Value, session.Consent, identifiers, cancellationToken).ConfigureAwait(false);
        var near = isPart ? HistoryLengths.Around(region, identifiers) : null;
        await attribution.FillAsync(
            session, rules, [.. attribution.Anonymous.Where(node => near?.Contains(node.Id) != false).Select(node => node.Identifier)], cancellationToken)
            .ConfigureAwait(false);
        var links = VerifiedLinks.In(region);
        var quiet = QuietRegion.KnownSince(region, rules, attribution.Devices);
        foreach (var silent in logged.Where(fact => retracted.Contains(fact.Id)).Select(fact => ProfileId.Of(fact.Anchor)).ToHashSet())
        {
            quiet.Remove(region.Nodes.First(node => node.Id == silent).Profile); // Whoever catches up with the log would take what was taken back for new.
        }

        var components = new Dictionary<ProfileId, ProfileId>();
        foreach (var node in region.Nodes)
        {
            components[node.Profile] = node.Component;
        }

        var byProfile = attribution.Attribute(events, region.Nodes);
        return
        [
            .. members.Select(member => new LoadedPerson(
                new PersonFacts(member.Key, member.Value, byProfile.GetValueOrDefault(member.Key) ?? [], new PersonConsent(book, member.Value, links, rules)),
                components[member.Key],
                quiet.GetValueOrDefault(member.Key))),
        ];
    }

    private ImmutableArray<Identifier> Ordered(List<GraphNode> nodes) => nodes.Count == 1
        ? [nodes[0].Identifier]
        :
        [
            .. nodes.Select(node => node.Identifier)
                .OrderBy(identifier => rules.Find(identifier.Namespace)?.Priority ?? int.MaxValue)
                .ThenBy(identifier => identifier.Value, ByCodePoint),
        ];
}
