using System.Diagnostics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.PostgreSql.Tests;
using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// The whole line into PostgreSQL on a server of its own, commits reaching the disk: against a raw set-based insert of the same rows, and four nodes
/// against one, at batches of 100 and of 1,000; a node asked by one caller, who waits for each batch, and by eight, whose batches share commits. By the clock, and by the processor time of this process and the server together, which other
/// programs of the machine do not disturb.
/// </summary>
internal sealed class PostgreSqlRates : IDisposable
{
    private const int Rounds = 5;
    private const int Many = 4;
    private const int Callers = 8;
    private const int WarmUps = 15; // Until the code that runs is the code that would run on the second day.
    private const int Rehearsals = 2; // How many of them measure as well.
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
        _dataSource = NpgsqlDataSource.Create(_server.ConnectionString + ";No Reset On Close=true");
    }

    public static PostgreSqlLoad LoadOf(string name) => name == "new" ? new NewPeople() : new ReturningPeople();

    public static async Task RunAsync(string load, int events)
    {
        using var rates = new PostgreSqlRates(LoadOf(load), events);
        Console.WriteLine($"{rates._load.Name}:");
        Console.WriteLine("| batch | | raw insert of the same rows | one node | ratio | eight callers of it | ratio | four nodes | four to one | four, each with people of its own | to one |");
        Console.WriteLine("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        await rates.RunAsync();
    }

    public void Dispose()
    {
        _dataSource.Dispose();
        _server.Dispose();
    }

    private async Task RunAsync()
    {
        var one = await RoundsAsync(1, async (store, size, rates) =>
        {
            rates[2].Add(await IngestAsync(store with { Nodes = [.. Enumerable.Repeat(store.Nodes[0], Callers)] }, size));
            var insert = await RawInsert.BeginAsync(_dataSource, store.Schema, _load.Tables);
            rates[0].Add(await IngestAsync(store, size));
            await insert.PrepareAsync(_events / size);
            rates[1].Add(await MeasureAsync(insert.RunAsync));
            await insert.EndAsync();
        });
        var four = await RoundsAsync(Many, async (store, size, rates) => rates[0].Add(await IngestAsync(store, size)));
        var kept = _load.MayKeep
            ? await RoundsAsync(Many, async (store, size, rates) => rates[0].Add(await IngestAsync(store, size, keep: true)))
            : BatchSizes.ToDictionary(size => size, _ => NoRates());
        foreach (var size in BatchSizes)
        {
            Print(size, "events/s", rate => rate.Clock, one[size][1], one[size][0], one[size][2], four[size][0], kept[size][0]);
            Print(size, "events/s of processor time", rate => rate.Processor, one[size][1], one[size][0], one[size][2], four[size][0], kept[size][0]);
        }
    }

    /// <summary>The rounds of so many nodes, which have the process to themselves.</summary>
    private async Task<Dictionary<int, List<Rate>[]>> RoundsAsync(int nodes, Func<Store, int, List<Rate>[], Task> turn)
    {
        var all = new Dictionary<int, List<Rate>[]>();
        foreach (var size in BatchSizes)
        {
            all[size] = NoRates();
            var store = _load.IsFresh ? null : await OpenAsync(nodes);
            for (var round = -WarmUps; round < Rounds; round++)
            {
                var own = store ?? await OpenAsync(nodes);
                await (round < -Rehearsals ? IngestAsync(own, size) : turn(own, size, round < 0 ? NoRates() : all[size]));
                if (store is null)
                {
                    await CloseAsync(own);
                }
            }

            await CloseAsync(store);
        }

        return all;
    }

    private static List<Rate>[] NoRates() => [[], [], []];

    private static void Print(int size, string what, Func<Rate, double> of, params List<Rate>[] all)
    {
        var (raw, one, shared, four) = (Median(all[0], of), Median(all[1], of), Median(all[2], of), Median(all[3], of));
        var own = all[4].Count == 0 ? "| | |" : string.Create(CultureInfo.InvariantCulture, $"| {Median(all[4], of):N0} | {Median(all[4], of) / one:0.00} |");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {size:N0} | {what} | {raw:N0} | {one:N0} | {one / raw:0.00} | {shared:N0} | {shared / raw:0.00} | {four:N0} | {four / one:0.00} {own}"));
    }

    private static double Median(List<Rate> rates, Func<Rate, double> of) => rates.Select(of).Order().ElementAt(rates.Count / 2);

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
    private Task<Rate> IngestAsync(Store store, int size, bool keep = false)
    {
        _batches += (Many - (_batches % Many)) % Many;
        var batches = Enumerable.Range(0, _events / size).Select(_ => _load.Batch(_batches++, size)).ToList();
        return MeasureAsync(() => keep ? ShareOutAsync(store.Nodes, batches) : IngestAsync(store.Nodes, batches));
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

    /// <summary>Each node takes every fourth batch: people keep to their node, as behind a balancer whose sessions stick.</summary>
    private static Task ShareOutAsync(IReadOnlyList<CustomerDataPlatform> nodes, List<CustomerEvent[]> batches) =>
        Task.WhenAll(nodes.Select((node, own) => Task.Run(async () =>
        {
            for (var batch = own; batch < batches.Count; batch += nodes.Count)
            {
                await node.IngestAsync(batches[batch]);
            }
        })));

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
