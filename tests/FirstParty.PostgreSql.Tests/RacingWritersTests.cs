using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;

namespace FirstParty.PostgreSql.Tests;

[TestFixture]
public sealed class PostgreSqlManyWritersTests : ManyWritersConformance<PostgreSqlBackend>
{
    [OneTimeTearDown]
    public Task NobodyWaitedInACircle() => Deadlocks.NoneAsync();
}

[TestFixture]
public sealed class PostgreSqlManyWritersInListsTests : ManyWritersConformance<PostgreSqlBackendInLists>
{
    protected override int Tries => 1;

    [OneTimeTearDown]
    public Task NobodyWaitedInACircle() => Deadlocks.NoneAsync();
}

/// <summary>Twelve nodes write about the same few people at once, batch after batch.</summary>
[TestFixture]
public sealed class RacingWritersTests
{
    private const int Nodes = 12;
    private const int Batches = 6;
    private const int BatchSize = 30;
    private const int HotIdentifiers = 12; // Of each of three kinds.
    private static readonly DateTimeOffset Noon = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private int _conflicts;

    [TestCase(ResolutionMode.Inline)]
    [TestCase(ResolutionMode.Background)]
    public async Task TwelveWriters_EndAsARebuildDoes_WithoutADeadlock(ResolutionMode mode)
    {
        using var backend = new PostgreSqlBackend();
        var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => OpenAsync(backend, mode)));
        try
        {
            var outcomes = await Task.WhenAll(nodes.Select((node, index) => Task.Run(() => WriteAsync(node, new Random(index), index))));
            outcomes.Sum().ShouldBe(Nodes * Batches * BatchSize, "every event is taken in");
            await nodes[3].SettleAsync();
            var live = await SnapshotAsync(nodes[0]);
            await nodes[1].RebuildAsync();
            (await SnapshotAsync(nodes[2])).ShouldBe(live);
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }

        await Deadlocks.NoneAsync();
        await TestContext.Out.WriteLineAsync($"{_conflicts} batches were tried again");
    }

    private Task<CustomerDataPlatform> OpenAsync(PostgreSqlBackend backend, ResolutionMode mode) => CustomerDataPlatform.OpenAsync(cdp => cdp
        .UsePostgreSql(PostgreSqlBackend.DataSource, o => (o.Schema, o.Chance) = (backend.Schema, CountedChance))
        .UseTime(new StoppedTime(Noon))
        .Resolve(mode)
        .Purpose("personalisation", LawfulBasis.Consent)
        .Taxonomy(data => data.Trait("tea", DataKind.Qualitative).Event("Order Completed", DataKind.Quantitative))
        .Segment("buyers", Rule.Count("Order Completed").AtLeast(3))
        .Segment("recent", Rule.Count("Order Completed").Over(TimeSpan.FromDays(2)).AtLeast(2))
        .Segment("tea-drinkers", Rule.HasTrait("tea"), "personalisation")).AsTask();

    /// <summary>Drawn once for every batch that another writer got in the way of.</summary>
    private double CountedChance()
    {
        Interlocked.Increment(ref _conflicts);
        return 0.5;
    }

    private static async Task<int> WriteAsync(CustomerDataPlatform node, Random random, int writer)
    {
        var taken = 0;
        for (var batch = 0; batch < Batches; batch++)
        {
            var events = Enumerable.Range(0, BatchSize).Select(number => Event(random, $"w{writer}-{batch}-{number}")).ToList();
            var outcomes = await node.IngestAsync(events);
            taken += outcomes.Count(outcome => outcome.Status == EventStatus.Accepted);
            await node.Consent.GrantAsync(Identifier.UserId($"u{random.Next(HotIdentifiers)}"), "personalisation", $"batch {batch}");
        }

        return taken;
    }

    private static CustomerEvent Event(Random random, string messageId)
    {
        CustomerEvent plain = random.Next(3) == 0
            ? new IdentifyEvent { Traits = new Attributes { ["tea"] = $"tea {random.Next(5)}" } }
            : new TrackEvent { Name = "Order Completed", Properties = new Attributes { ["total"] = random.Next(50) } };
        return plain with
        {
            MessageId = messageId,
            Timestamp = Noon - TimeSpan.FromMinutes(random.Next(20_000)),
            Identifiers = [.. Identifiers(random).Distinct()],
        };
    }

    private static IEnumerable<Identifier> Identifiers(Random random)
    {
        yield return Identifier.AnonymousId($"d{random.Next(HotIdentifiers)}");
        if (random.Next(3) == 0)
        {
            yield return Identifier.UserId($"u{random.Next(HotIdentifiers)}");
        }

        if (random.Next(4) == 0)
        {
            yield return Identifier.Email($"e{random.Next(HotIdentifiers)}@x.example");
        }
    }

    private static async Task<string> SnapshotAsync(CustomerDataPlatform cdp)
    {
        var lines = new List<string> { $"{await cdp.Profiles.CountAsync()} profiles" };
        for (var number = 0; number < HotIdentifiers; number++)
        {
            foreach (var who in (Identifier[])[Identifier.UserId($"u{number}"), Identifier.AnonymousId($"d{number}"), Identifier.Email($"e{number}@x.example")])
            {
                var profile = await cdp.Profiles.FindAsync(who, "personalisation") ?? await cdp.Profiles.FindAsync(who, "essential.service");
                lines.Add($"{who.Value}: {profile?.Id} {profile?.Events} {profile?.Traits.GetValueOrDefault("tea")?.Value} {string.Join(' ', profile?.Segments.Order().ToArray() ?? [])}");
            }
        }

        foreach (var segment in cdp.Segments.Definitions)
        {
            var members = new List<string>();
            await foreach (var member in cdp.Segments.MembersAsync(segment.Id))
            {
                members.Add(member.Profile.ToString());
            }

            lines.Add($"{segment.Id}: {string.Join(' ', members)}");
        }

        return string.Join('\n', lines);
    }

    private sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
