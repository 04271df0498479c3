using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Identity;
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
    public async ValueTask<IReadOnlyList<LoadedPerson>> HoldAsync(
        StorageSession session, IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        if (profiles.Count == 0)
        {
            return [];
        }

        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. profiles.Distinct()], Hold = true }, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(session, found.Nodes, profiles.ToHashSet(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The people of these profiles, read and not held; a profile that is no more is left out.</summary>
    public async ValueTask<IReadOnlyList<PersonFacts>> ReadAsync(
        StorageSession session, IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken)
    {
        var found = await session.Identity
            .FindAsync(new GraphQuery { Nodes = [.. profiles.Distinct()] }, cancellationToken).ConfigureAwait(false);
        var people = await LoadAsync(session, found.Nodes, profiles.ToHashSet(), cancellationToken).ConfigureAwait(false);
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
        var wanted = found.Nodes.Select(node => node.Profile).ToHashSet();
        var people = await LoadAsync(session, found.Nodes, wanted, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<IReadOnlyList<LoadedPerson>> LoadAsync(
        StorageSession session, IReadOnlyList<GraphNode> found, HashSet<ProfileId> wanted, CancellationToken cancellationToken)
    {
        var region = await session.Identity
            .ReadComponentsAsync([.. found.Select(node => node.Component).Distinct()], cancellationToken).ConfigureAwait(false);
        var members = region.Nodes
            .Where(node => wanted.Contains(node.Profile))
            .GroupBy(node => node.Profile)
            .Where(group => group.Any(node => node.FirstSeen is not null)) // What only a retracted or erased fact spoke of is nobody.
            .ToDictionary(group => group.Key, group => Ordered(group.Select(node => node.Identifier)));
        var identifiers = members.Values.SelectMany(own => own).ToList();
        var retracted = RetractedFacts.In(region.Acts);
        var logged = await session.Events.ReadAsync(identifiers, cancellationToken).ConfigureAwait(false);
        var events = retracted.Count == 0 ? logged : logged.Where(fact => !retracted.Contains(fact.Id));
        var book = await ConsentBook.ReadAsync(ledger, consentRules.Value, session.Consent, identifiers, cancellationToken).ConfigureAwait(false);
        var attribution = await SharedDevices.ReadAsync(session, rules, region, cancellationToken).ConfigureAwait(false);
        var links = VerifiedLinks.In(region);
        var quiet = QuietRegion.KnownSince(region, rules, attribution.Devices);
        var byProfile = attribution.Attribute(events, region.Nodes);
        return
        [
            .. members.Select(member => new LoadedPerson(
                new PersonFacts(member.Key, member.Value, byProfile.GetValueOrDefault(member.Key, []), new PersonConsent(book, member.Value, links, rules)),
                quiet.GetValueOrDefault(member.Key))),
        ];
    }

    private ImmutableArray<Identifier> Ordered(IEnumerable<Identifier> identifiers) =>
    [
        .. identifiers
            .OrderBy(identifier => rules.Find(identifier.Namespace)?.Priority ?? int.MaxValue)
            .ThenBy(identifier => identifier.Value, StringComparer.Ordinal),
    ];
}
