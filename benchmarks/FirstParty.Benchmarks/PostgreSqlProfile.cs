using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FirstParty.Events;
using FirstParty.Diagnostics;
using FirstParty.PostgreSql.Tests;
using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>Where nodes on PostgreSQL spend their time: microseconds an event in each step of the line, in each statement of the server, and in either process.</summary>
internal static class PostgreSqlProfile
{
    private const int Rounds = 6;

    public static async Task RunAsync(string whose, int events, int size, int count)
    {
        using var server = new PostgreSqlServer(fsync: true);
        await using (var first = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await ExecuteAsync(first, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        }

        server.Stop();
        server.Start();
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString + ";No Reset On Close=true");
        await ExecuteAsync(dataSource, "CREATE EXTENSION pg_stat_statements");
        var load = PostgreSqlRates.LoadOf(whose);
        List<CustomerDataPlatform> nodes = [];
        for (var round = 0; round < Rounds; round++)
        {
            if (nodes.Count == 0 || load.IsFresh)
            {
                await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
                nodes.Clear();
                while (nodes.Count < count)
                {
                    nodes.Add(await CustomerDataPlatform.OpenAsync(cdp => load.Define(cdp.UsePostgreSql(dataSource, o => o.Schema = $"profile_{round}"))));
                    await nodes[^1].Reevaluated;
                }

                await load.SeedAsync(nodes);
            }

            var batches = Enumerable.Range(round * (events / size), events / size).Select(number => load.Batch(number, size)).ToList();
            await RoundAsync(server, dataSource, nodes, batches, isLast: round == Rounds - 1);
        }

        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    private static async Task RoundAsync(
        PostgreSqlServer server, NpgsqlDataSource dataSource, List<CustomerDataPlatform> nodes, List<CustomerEvent[]> batches, bool isLast)
    {
        var events = batches.Sum(batch => batch.Length);
        await ExecuteAsync(dataSource, "SELECT pg_stat_statements_reset()");
        var steps = new SortedDictionary<string, (double Seconds, long Bytes)>(StringComparer.Ordinal);
        var both = new Lock();
        var last = GC.GetTotalAllocatedBytes();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == FirstPartyDiagnostics.StepDurationMetric)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            using var held = both.EnterScope();
            var (step, sofar) = ((string)tags[0].Value!, GC.GetTotalAllocatedBytes());
            var (before, bytes) = steps.GetValueOrDefault(step);
            steps[step] = (before + seconds, bytes + sofar - last);
            last = sofar;
        });
        listener.Start();
        var (started, own, servers, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, server.ProcessorTime, GC.GetTotalAllocatedBytes());
        await PostgreSqlRates.IngestAsync(nodes, batches);

        var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds / events;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{elapsed:F1} us an event, {(Environment.CpuUsage.TotalTime - own).TotalMicroseconds / events:F1} of this process, {(server.ProcessorTime - servers).TotalMicroseconds / events:F1} of the server, {(GC.GetTotalAllocatedBytes() - allocated) / events} B"));
        Console.WriteLine("  " + string.Join(", ", steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {step.Value.Seconds * 1e6 / events:F1} us {step.Value.Bytes / events} B"))));
        if (isLast)
        {
            await PrintStatementsAsync(dataSource, events, batches.Count);
        }
    }

    private static async Task PrintStatementsAsync(NpgsqlDataSource dataSource, int events, int batches)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT calls, total_exec_time + total_plan_time, rows, wal_bytes, left(query, 150) FROM pg_stat_statements ORDER BY 2 DESC LIMIT 40");
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {row.GetDouble(1) * 1000 / events,7:F2} us, {row.GetInt64(0) / (double)batches,5:F2} a batch, {row.GetInt64(2) / (double)events,6:F2} rows, {row.GetDecimal(3) / events,6:F0} B WAL  {row.GetString(4)}"));
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
