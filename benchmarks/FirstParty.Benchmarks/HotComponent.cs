using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Tests;
using FirstParty.Segments;
using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// Four nodes write into one component of a thousand identifiers, such as the devices of a call centre that all signed in to each other's accounts:
/// what an acknowledgement takes inline and in the background, and how long after it the last event is resolved.
/// </summary>
internal sealed class HotComponent : IDisposable
{
    private const int Nodes = 4;
    private const int Rounds = 3;
    private const int BatchSize = 10;

    private readonly PostgreSqlServer _server = new(fsync: true);
    private readonly NpgsqlDataSource _dataSource;
    private readonly int _identifiers;
    private readonly int _batches;

    private HotComponent(int identifiers, int events)
    {
        (_identifiers, _batches) = (identifiers, events / BatchSize);
        _dataSource = NpgsqlDataSource.Create(_server.ConnectionString);
    }

    public static async Task RunAsync(int identifiers, int events)
    {
        using var run = new HotComponent(identifiers, events);
        Console.WriteLine("| resolution | acknowledged events/s | p50 of a batch of 10 | p99 | settled after the last | settled events/s |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var mode in Enum.GetValues<ResolutionMode>())
        {
            var rounds = new List<Measured>();
            for (var round = 0; round <= Rounds; round++)
            {
                rounds.Add(await run.RunAsync(mode, $"hot_{mode}_{round}".ToLowerInvariant()));
            }

            Print(mode, rounds[1..]); // The first one warms up.
        }
    }

    public void Dispose()
    {
        _dataSource.Dispose();
        _server.Dispose();
    }

    private static void Print(ResolutionMode mode, List<Measured> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {mode} | {Median(rounds, one => one.Acknowledged):N0} | {Median(rounds, one => one.P50):N0} ms | {Median(rounds, one => one.P99):N0} ms "
            + $"| {Median(rounds, one => one.Lag):N0} ms | {Median(rounds, one => one.Settled):N0} |"));

    private static double Median(List<Measured> rounds, Func<Measured, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private async Task<Measured> RunAsync(ResolutionMode mode, string schema)
    {
        var platforms = new List<CustomerDataPlatform>();
        for (var node = 0; node < Nodes; node++)
        {
            platforms.Add(await CustomerDataPlatform.OpenAsync(cdp => cdp
                .UsePostgreSql(_dataSource, o => o.Schema = schema)
                .Resolve(mode)
                .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))));
        }

        await Task.WhenAll(platforms.Select(platform => platform.Reevaluated));
        foreach (var ring in Ring().Chunk(250))
        {
            await platforms[0].IngestAsync(ring);
        }

        await platforms[0].SettleAsync();
        var (next, waits, started) = (-1, new double[_batches], Stopwatch.GetTimestamp());
        await Task.WhenAll(platforms.Select(platform => Task.Run(async () =>
        {
            for (var batch = Interlocked.Increment(ref next); batch < _batches; batch = Interlocked.Increment(ref next))
            {
                var handed = Stopwatch.GetTimestamp();
                await platform.IngestAsync(Batch(batch));
                waits[batch] = Stopwatch.GetElapsedTime(handed).TotalMilliseconds;
            }
        })));
        var acknowledged = Stopwatch.GetElapsedTime(started);
        await platforms[0].SettleAsync();
        var settled = Stopwatch.GetElapsedTime(started);
        await Task.WhenAll(platforms.Select(platform => platform.DisposeAsync().AsTask()));
        Array.Sort(waits);
        var events = _batches * BatchSize;
        return new Measured(
            events / acknowledged.TotalSeconds, waits[_batches / 2], waits[_batches * 99 / 100], (settled - acknowledged).TotalMilliseconds, events / settled.TotalSeconds);
    }

    /// <summary>Customers and devices in one chain: each customer was seen on two devices, each device with two customers.</summary>
    private IEnumerable<CustomerEvent> Ring() => Enumerable.Range(0, _identifiers - 1).Select(link => Event($"ring-{link}", Who(link), Who(link + 1)));

    /// <summary>Each event links two more of them: customer and device at random.</summary>
    private CustomerEvent[] Batch(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, BatchSize).Select(index => Event(
            $"hot-{number}-{index}", Who(2 * random.Next(_identifiers / 2)), Who((2 * random.Next(_identifiers / 2)) + 1)))];
    }

    private static Identifier Who(int number) => number % 2 == 0 ? Identifier.UserId($"u{number}") : Identifier.AnonymousId($"8f1d2c3b-0000-4000-8000-{number:x12}");

    private static TrackEvent Event(string id, params Identifier[] who) => new()
    {
        MessageId = id,
        Name = "Order Completed",
        Identifiers = [.. who.OrderBy(identifier => identifier.Namespace == IdentifierNamespace.UserId ? 0 : 1)],
        Properties = new Attributes { ["total"] = 49.9m },
    };

    private sealed record Measured(double Acknowledged, double P50, double P99, double Lag, double Settled);
}
