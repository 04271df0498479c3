using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Tests;
using FirstParty.Segments;
using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// The whole line into PostgreSQL on a server of its own, commits reaching the disk: against a raw set-based insert of the same rows, and four nodes
/// against one, at batches of 100 and of 1,000. By the clock, and by the processor time of this process and the server together, which other
/// programs of the machine do not disturb.
/// </summary>
internal sealed class PostgreSqlRates : IDisposable
{
    private const int Rounds = 3;
    private const int WarmUps = 4; // Until the code that runs is the code that would run on the second day.
    private const int People = 20_000;
    private static readonly int[] BatchSizes = [100, 1_000];

    private readonly PostgreSqlServer _server = new(fsync: true);
    private readonly NpgsqlDataSource _dataSource;
    private readonly int _events;

    private PostgreSqlRates(int events)
    {
        _events = events;
        _dataSource = NpgsqlDataSource.Create(_server.ConnectionString);
    }

    public static async Task RunAsync(int events)
    {
        using var rates = new PostgreSqlRates(events);
        Console.WriteLine("| batch | | raw insert of the same rows | one node | ratio | four nodes | four to one |");
        Console.WriteLine("|--:|---|--:|--:|--:|--:|--:|");
        foreach (var size in BatchSizes)
        {
            await rates.RunBatchesAsync(size);
        }
    }

    public void Dispose()
    {
        _dataSource.Dispose();
        _server.Dispose();
    }

    private async Task RunBatchesAsync(int size)
    {
        var (raw, one, four) = (new List<Rate>(), new List<Rate>(), new List<Rate>());
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var schema = $"bench_{size}_{round + WarmUps}";
            var single = await NodesAsync(schema, nodes: 1, size);
            var bare = await RawAsync(schema, size);
            var many = await NodesAsync(schema + "_4", nodes: 4, size);
            if (round >= 0)
            {
                one.Add(single);
                raw.Add(bare);
                four.Add(many);
            }
        }

        Print(size, "events/s", Median(raw, rate => rate.Clock), Median(one, rate => rate.Clock), Median(four, rate => rate.Clock));
        Print(size, "events/s of processor time", Median(raw, rate => rate.Processor), Median(one, rate => rate.Processor), Median(four, rate => rate.Processor));
    }

    private static double Median(List<Rate> rates, Func<Rate, double> of) => rates.Select(of).Order().ElementAt(rates.Count / 2);

    private static void Print(int size, string what, double raw, double one, double four) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {size:N0} | {what} | {raw:N0} | {one:N0} | {one / raw:0.00} | {four:N0} | {four / one:0.00} |"));

    private async Task<Rate> RawAsync(string schema, int size)
    {
        var insert = new RawInsert(_dataSource, schema);
        await insert.PrepareAsync(_events / size);
        return await MeasureAsync(insert.RunAsync);
    }

    /// <summary>Events a second that nodes take in together.</summary>
    private async Task<Rate> NodesAsync(string schema, int nodes, int size)
    {
        var platforms = new List<CustomerDataPlatform>();
        for (var node = 0; node < nodes; node++)
        {
            platforms.Add(await CustomerDataPlatform.OpenAsync(cdp => cdp
                .UsePostgreSql(_dataSource, o => o.Schema = schema)
                .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
                .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500))));
        }

        await Task.WhenAll(platforms.Select(platform => platform.Reevaluated)); // A start looks at everybody there is: at nobody here.
        var batches = Enumerable.Range(0, _events / size).Select(number => Batch(number, size)).ToList();
        await platforms[0].IngestAsync(Batch(-1, size));
        var next = -1;
        var rate = await MeasureAsync(() => Task.WhenAll(platforms.Select(platform => Task.Run(async () =>
        {
            for (var batch = Interlocked.Increment(ref next); batch < batches.Count; batch = Interlocked.Increment(ref next))
            {
                await platform.IngestAsync(batches[batch]);
            }
        }))));
        await Task.WhenAll(platforms.Select(platform => platform.DisposeAsync().AsTask()));
        return rate;
    }

    private async Task<Rate> MeasureAsync(Func<Task> run)
    {
        using var process = Process.GetCurrentProcess();
        var (started, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime + _server.ProcessorTime);
        await run();
        var clock = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return new Rate(_events / clock.TotalSeconds, _events / (process.TotalProcessorTime + _server.ProcessorTime - before).TotalSeconds);
    }

    internal static CustomerEvent[] Batch(int number, int size)
    {
        var random = new Random(number);
        var batch = new CustomerEvent[size];
        for (var i = 0; i < size; i++)
        {
            var person = random.Next(People);
            batch[i] = new TrackEvent
            {
                MessageId = Guid.CreateVersion7().ToString("D"),
                Name = "Order Completed",
                Identifiers = [Identifier.UserId($"u{person}"), Identifier.AnonymousId($"8f1d2c3b-0000-4000-8000-{person:x12}")],
                Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK", ["note"] = new string('x', 150) },
            };
        }

        return batch;
    }

    /// <summary>Events a second, by the clock and by processor time.</summary>
    private sealed record Rate(double Clock, double Processor);
}
