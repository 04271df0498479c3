using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Tests.Identity;
using Shouldly;

namespace FirstParty.Sqlite.Tests;

/// <summary>
/// Every vector, fact by fact into a file, in several orders and with duplicates: the stored graph is what resolving all facts at once gives.
/// Those with erasures are left to the laws, since an erasure also redacts the log.
/// </summary>
public sealed class SqliteIdentityVectorTests
{
    private SqliteBackend _backend = null!;
    private FirstPartyStorage _storage = null!;

    private static IEnumerable<TestCaseData> Cases => IdentityVector.All
        .Where(vector => !vector.Inputs.OfType<EraseAssertion>().Any())
        .Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.Name));

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        _backend = new SqliteBackend();
        _storage = _backend.Create();
        await _storage.OpenAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await _storage.DisposeAsync();
        _backend.Dispose();
    }

    [TestCaseSource(nameof(Cases))]
    public async Task ApplyAsync_EndsAsTheVectorSays_WhateverTheOrder(object given)
    {
        var vector = (IdentityVector)given;
        var expected = Lines(IdentityResolver.Resolve(vector.Rules, vector.Inputs).Profiles.Select(profile => (profile.Id, profile.Identifiers.AsEnumerable())));
        var resolver = new IncrementalResolver(vector.Rules, TimeProvider.System);
        foreach (var order in Shuffles.Of(vector.Inputs, seed: 9).Take(12))
        {
            // Never committed: each order starts from an empty file.
            await using var session = await _storage.BeginWriteAsync(CancellationToken.None);
            foreach (var fact in order.Append(order[0]))
            {
                if (fact is EventAssertion named && Log(vector.Rules, named) is { } logged)
                {
                    await session.Events.AppendAsync([logged], CancellationToken.None);
                }

                await resolver.ApplyAsync(session.Identity, [fact], CancellationToken.None);
            }

            Lines(await ProfilesAsync(session.Identity, vector)).ShouldBe(expected, vector.Name);
        }
    }

    private static async Task<IEnumerable<(ProfileId Id, IEnumerable<Identifier> Members)>> ProfilesAsync(IdentityGraph graph, IdentityVector vector)
    {
        var ids = vector.Inputs.OfType<EventAssertion>()
            .SelectMany(fact => fact.Identifiers)
            .Select(raw => vector.Rules.TryNormalise(raw, out var known, out _) ? known : null)
            .OfType<Identifier>()
            .Where(identifier => vector.Rules.Find(identifier.Namespace)!.Entity == IdentifierEntity.Person)
            .Select(ProfileId.Of).Distinct().ToList();
        var found = await graph.FindAsync(new GraphQuery { Nodes = ids }, CancellationToken.None);
        return found.Nodes.Where(node => node.FirstSeen is not null)
            .GroupBy(node => node.Profile).Select(profile => (profile.Key, profile.Select(node => node.Identifier)));
    }

    private static List<string> Lines(IEnumerable<(ProfileId Id, IEnumerable<Identifier> Members)> profiles) => [.. profiles
        .Select(profile => $"{profile.Id}: {string.Join(' ', profile.Members.Select(IdentityVector.Print).Order(StringComparer.Ordinal))}")
        .Order(StringComparer.Ordinal)];

    private static LoggedEvent? Log(IdentityRules rules, EventAssertion fact)
    {
        var usable = fact.Identifiers
            .Select(raw => rules.TryNormalise(raw, out var known, out _) ? known : null)
            .OfType<Identifier>()
            .OrderBy(known => rules.Find(known.Namespace)!.Entity)
            .ThenBy(known => rules.Find(known.Namespace)!.Priority)
            .ThenBy(known => known.Value, StringComparer.Ordinal)
            .ToList();
        return usable.Count == 0 ? null : new LoggedEvent
        {
            Id = fact.Id,
            Kind = EventKind.Track,
            Name = "Vector",
            Anchor = usable[0],
            Identifiers = fact.Identifiers,
            OccurredAt = fact.OccurredAt,
            ReceivedAt = fact.ReceivedAt ?? fact.OccurredAt,
            Strength = fact.Strength,
        };
    }
}
