using System.Diagnostics;
using System.Globalization;
using FirstParty.Sqlite;
using FirstParty.Storage;

namespace FirstParty.Benchmarks;

/// <summary>
/// How the rate of the event log changes as it grows, for messageIds in time order and at random; processor time as well, which other programs of
/// the machine do not disturb.
/// </summary>
internal static class GrowthCurve
{
    private const int Batch = 1_000;
    private const int EventsAPerson = 50;

    /// <param name="events">How many.</param>
    /// <param name="order">"v7" or "random"; null for one after the other.</param>
    public static async Task RunAsync(int events, string? order)
    {
        foreach (var timeOrdered in order is null ? (bool[])[true, false] : [order == "v7"])
        {
            Console.WriteLine(timeOrdered ? "messageIds in time order (UUIDv7)" : "random messageIds");
            var folder = Directory.CreateTempSubdirectory("firstparty-growth-").FullName;
            try
            {
                await RunAsync(Path.Combine(folder, "log.db"), new LogEvents(timeOrdered, EventsAPerson), events);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task RunAsync(string path, LogEvents source, int total)
    {
        await using var storage = new SqliteStorage($"Data Source={path}", new SqliteStorageOptions { Durability = SqliteDurability.Normal });
        await storage.OpenAsync(CancellationToken.None);
        var step = Math.Max(5 * Batch, total / 10);
        var (wall, cpu, events) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        var first = 0.0;
        var firstOfCpu = 0.0;
        for (var stored = 0; stored < total;)
        {
            var batch = source.Next(Batch);
            using var process = Process.GetCurrentProcess();
            var (started, before) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            await using (var session = await storage.BeginWriteAsync(CancellationToken.None))
            {
                await session.Events.AppendAsync(batch, CancellationToken.None);
                await session.CommitAsync(CancellationToken.None);
            }

            stored += Batch;
            if (stored % step > 0 && stored % step <= step * 4 / 5)
            {
                continue; // The rate at a size is that of the last fifth before it.
            }

            process.Refresh();
            (wall, cpu, events) = (wall + Stopwatch.GetElapsedTime(started), cpu + process.TotalProcessorTime - before, events + Batch);
            if (stored % step == 0)
            {
                var (rate, ofCpu) = (events / wall.TotalSeconds, events / cpu.TotalSeconds);
                (first, firstOfCpu) = first == 0 ? (rate, ofCpu) : (first, firstOfCpu);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stored,12:N0} events {rate,10:N0}/s ({rate / first:F2}), {ofCpu,10:N0}/s of processor time ({ofCpu / firstOfCpu:F2}), "
                        + $"{process.PeakWorkingSet64 >> 20,6:N0} MB of memory at most, {new FileInfo(path).Length >> 20,6:N0} MB of file"));
                (wall, cpu, events) = (TimeSpan.Zero, TimeSpan.Zero, 0);
            }
        }
    }
}
