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

        var merged = found.Nodes.Select(node => node.Profile).Where(id => !wanted.Contains(id)).ToList();
        var members = Members(region, merged.Count == 0 ? wanted : [.. wanted, .. merged]);
        var devices = await SharedDevices.FindAsync(session, rules, region, cancellationToken).ConfigureAwait(false);
        var most = (int)Math.Min(int.MaxValue, (long)batch.Longest + batch.Appended.Count + 1);
        var lengths = await new HistoryLengths(region, devices, most).ReadAsync(session, members, cancellationToken).ConfigureAwait(false);
        var (own, later, isLong) = (new List<NamedPerson>(members.Count), new List<LongPerson>(), new HashSet<ProfileId>());
        for (var i = 0; i < members.Count; i++)
        {
            var person = members[i];
            if (lengths[i] <= batch.LongestOf(person.Id))
            {
                own.Add(person);
                continue;
            }

            isLong.Add(person.Id);
            later.Add(new LongPerson(person.Id, person.Id, person.Identifiers, lengths[i]));
        }

        own.RemoveAll(person => !wanted.Contains(person.Id));
        later.RemoveAll(person => !wanted.Contains(person.Id));
        later.AddRange(found.Nodes
            .Where(node => wanted.Contains(node.Id) && node.Profile != node.Id && isLong.Contains(node.Profile))
            .Select(node => new LongPerson(node.Id, node.Profile, [], Events: 0)));
        return new HeldPeople(await LoadAsync(session, region, own, devices, isLong.Count > 0, cancellationToken).ConfigureAwait(false), later);
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
        session.Identity.ReadComponentsAsync(ProfileIds.Distinct([.. found.Select(node => node.Component)]), cancellationToken);

    private List<NamedPerson> Members(GraphSnapshot region, HashSet<ProfileId> wanted)
    {
        var nodes = region.Nodes.Where(node => wanted.Contains(node.Profile)).ToList();
        nodes.Sort(ByPerson);
        var members = new List<NamedPerson>(wanted.Count);
        for (var (from, to) = (0, 0); from < nodes.Count; from = to)
        {
            for (to = from + 1; to < nodes.Count && nodes[to].Profile == nodes[from].Profile; to++)
            {
            }

            var own = CollectionsMarshal.AsSpan(nodes)[from..to];
            if (KnownSince(own) is { } knownSince) // What only a retracted or erased fact spoke of is nobody.
            {
                members.Add(new NamedPerson(own[0].Profile, own[0].Component, IdentifiersOf(own), knownSince));
            }
        }

        return members;
    }

    private static DateTimeOffset? KnownSince(ReadOnlySpan<GraphNode> nodes)
    {
        DateTimeOffset? last = null;
        foreach (var node in nodes)
        {
            last = node.FirstSeen is { } seen && !(seen <= last) ? seen : last;
        }

        return last;
    }

    private static ImmutableArray<Identifier> IdentifiersOf(ReadOnlySpan<GraphNode> nodes)
    {
        var identifiers = new Identifier[nodes.Length];
        for (var i = 0; i < identifiers.Length; i++)
        {
            identifiers[i] = nodes[i].Identifier;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(identifiers);
    }

    /// <summary>Those of one person together, strongest first.</summary>
    private int ByPerson(GraphNode left, GraphNode right)
    {
        var result = left.Profile.CompareTo(right.Profile);
        result = result != 0 ? result : PriorityOf(left).CompareTo(PriorityOf(right));
        result = result != 0 ? result : CodePointOrder.Compare(left.Identifier.Value, right.Identifier.Value);
        return result != 0 ? result : string.CompareOrdinal(left.Identifier.Namespace, right.Identifier.Namespace);
    }

    private int PriorityOf(GraphNode node) => rules.Find(node.Identifier.Namespace)?.Priority ?? int.MaxValue;

    private async ValueTask<IReadOnlyList<LoadedPerson>> LoadAsync(
        StorageSession session, GraphSnapshot region, IReadOnlyList<NamedPerson> members, CancellationToken cancellationToken)
    {
        var devices = await SharedDevices.FindAsync(session, rules, region, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(session, region, members, devices, isPart: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads people of a region; if only a part of it, nothing of devices that none of them was seen on.</summary>
    private async ValueTask<IReadOnlyList<LoadedPerson>> LoadAsync(
        StorageSession session,
        GraphSnapshot region,
        IReadOnlyList<NamedPerson> members,
        SharedDevices attribution,
        bool isPart,
        CancellationToken cancellationToken)
    {
        if (members.Count == 0)
        {
            return [];
        }

        var identifiers = NamedPerson.IdentifiersOf(members);
        var retracted = RetractedFacts.In(region.Acts);
        var logged = await session.Events.ReadAsync(identifiers, cancellationToken).ConfigureAwait(false);
        var events = retracted.Count == 0 ? logged : logged.Where(fact => !retracted.Contains(fact.Id));
        var book = await ConsentBook.ReadAsync(ledger, consentRules.Value, session.Consent, identifiers, cancellationToken).ConfigureAwait(false);
        var near = isPart ? HistoryLengths.Around(region, identifiers) : null;
        await attribution.FillAsync(
            session, rules, [.. attribution.Anonymous.Where(node => near?.Contains(node.Id) != false).Select(node => node.Identifier)], cancellationToken)
            .ConfigureAwait(false);
        var links = VerifiedLinks.In(region);
        var loud = QuietRegion.Loud(region, rules, attribution.Devices);
        var silenced = logged.Where(fact => retracted.Contains(fact.Id)).Select(fact => ProfileId.Of(fact.Anchor)).ToHashSet();
        if (silenced.Count > 0)
        {
            // Whoever catches up with the log would take what was taken back for new.
            silenced = region.Nodes.Where(node => silenced.Contains(node.Id)).Select(node => node.Profile).ToHashSet();
        }

        var byProfile = attribution.Attribute(events, region.Nodes);
        var people = new List<LoadedPerson>(members.Count);
        foreach (var (id, component, own, knownSince) in members)
        {
            people.Add(new LoadedPerson(
                new PersonFacts(id, own, byProfile.GetValueOrDefault(id) ?? [], new PersonConsent(book, own, links, rules)),
                component,
                loud.Contains(component) || silenced.Contains(id) ? null : knownSince));
        }

        return people;
    }
}
