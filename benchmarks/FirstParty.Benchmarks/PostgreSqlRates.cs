using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.PostgreSql.Tests;
using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// The whole line into PostgreSQL on a server of its own, commits reaching the disk: against a raw set-based insert of the same rows, and four nodes
/// against one, at batches of 100 and of 1,000. By the clock, and by the processor time of this process and the server together, which other
/// programs of the machine do not disturb.
/// </summary>
internal sealed class PostgreSqlRates : IDisposable
{
    private const int Rounds = 5;
    private const int Many = 4;
    private const int WarmUps = 3; // Until the code that runs is the code that would run on the second day.
    private static readonly int[] BatchSizes = [100, 1_000];

    private readonly PostgreSqlServer _server = new(fsync: true);
    private readonly NpgsqlDataSource _dataSource;
    private readonly PostgreSqlLoad _load;
    private readonly int _events;
    private int _schemas;
    private int _batches;

    private PostgreSqlRates(PostgreSqlLoad load, int events)
    {
        (_load, _events) = (load, events);
        _dataSource = NpgsqlDataSource.Create(_server.ConnectionString);
    }

    public static PostgreSqlLoad LoadOf(string name) => name == "new" ? new NewPeople() : new ReturningPeople();

    public static async Task RunAsync(string load, int events)
    {
        using var rates = new PostgreSqlRates(LoadOf(load), events);
        Console.WriteLine($"{rates._load.Name}:");
        Console.WriteLine("| batch | | raw insert of the same rows | one node | ratio | four nodes | four to one |");
        Console.WriteLine("|--:|---|--:|--:|--:|--:|--:|");
        await rates.RunAsync();
    }

    public void Dispose()
    {
        _dataSource.Dispose();
        _server.Dispose();
    }

    private async Task RunAsync()
    {
        var (one, many) = _load.IsFresh ? (null, null) : (await OpenAsync(1), await OpenAsync(Many));
        foreach (var size in BatchSizes)
        {
            await RunBatchesAsync(size, one, many);
        }

        await CloseAsync(one, many);
    }

    private async Task RunBatchesAsync(int size, Store? one, Store? many)
    {
        var (raw, single, four) = (new List<Rate>(), new List<Rate>(), new List<Rate>());
        for (var round = -WarmUps; round < Rounds; round++)
        {
            var (here, there) = (one ?? await OpenAsync(1), many ?? await OpenAsync(Many));
            var insert = await RawInsert.BeginAsync(_dataSource, here.Schema, _load.Tables);
            var ours = await IngestAsync(here, size);
            await insert.PrepareAsync(_events / size);
            var bare = await MeasureAsync(insert.RunAsync);
            await insert.EndAsync();
            var together = await IngestAsync(there, size);
            if (round >= 0)
            {
                single.Add(ours);
                raw.Add(bare);
                four.Add(together);
            }

            if (_load.IsFresh)
            {
                await CloseAsync(here, there);
            }
        }

        Print(size, "events/s", Median(raw, rate => rate.Clock), Median(single, rate => rate.Clock), Median(four, rate => rate.Clock));
        Print(size, "events/s of processor time", Median(raw, rate => rate.Processor), Median(single, rate => rate.Processor), Median(four, rate => rate.Processor));
    }

    private static double Median(List<Rate> rates, Func<Rate, double> of) => rates.Select(of).Order().ElementAt(rates.Count / 2);

    private static void Print(int size, string what, double raw, double one, double four) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {size:N0} | {what} | {raw:N0} | {one:N0} | {one / raw:0.00} | {four:N0} | {four / one:0.00} |"));

    private async Task<Store> OpenAsync(int count)
    {
        var schema = $"bench_{_schemas++}";
        var nodes = new List<CustomerDataPlatform>();
        for (var node = 0; node < count; node++)
        {
            nodes.Add(await CustomerDataPlatform.OpenAsync(cdp => _load.Define(cdp.UsePostgreSql(_dataSource, o => o.Schema = schema))));
        }

        await Task.WhenAll(nodes.Select(node => node.Reevaluated)); // A start looks at everybody there is: at nobody here.
        await _load.SeedAsync(nodes);
        return new Store(schema, nodes);
    }

    private static async Task CloseAsync(params Store?[] stores)
    {
        foreach (var node in stores.OfType<Store>().SelectMany(store => store.Nodes))
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>Events a second that nodes take in together.</summary>
    private Task<Rate> IngestAsync(Store store, int size)
    {
        var batches = Enumerable.Range(0, _events / size).Select(_ => _load.Batch(_batches++, size)).ToList();
        return MeasureAsync(() => IngestAsync(store.Nodes, batches));
    }

    /// <summary>Each node takes the next batch as soon as it is done with its last.</summary>
    public static Task IngestAsync(IReadOnlyList<CustomerDataPlatform> nodes, IReadOnlyList<CustomerEvent[]> batches)
    {
        var next = -1;
        return Task.WhenAll(nodes.Select(node => Task.Run(async () =>
        {
            for (var batch = Interlocked.Increment(ref next); batch < batches.Count; batch = Interlocked.Increment(ref next))
            {
                await node.IngestAsync(batches[batch]);
            }
        })));
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

    /// <summary>A schema and the nodes that write it.</summary>
    private sealed record Store(string Schema, IReadOnlyList<CustomerDataPlatform> Nodes);

    /// <summary>Events a second, by the clock and by processor time.</summary>
    private sealed record Rate(double Clock, double Processor);
}
