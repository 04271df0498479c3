using System.Diagnostics;
using System.Globalization;

namespace FirstParty.Benchmarks;

/// <summary>
/// Cutting 6 million links between 4 million identifiers, a run at a time: the best of several, by the clock and by processor time, which other
/// programs of the machine do not disturb, and what it allocates.
/// </summary>
internal static class PartitionCost
{
    public static void Run(int runs)
    {
        var work = new ResolutionBenchmarks();
        work.SetUp();
        Print("sort and bare union-find", () => work.SortAndUnite(), runs);
        Print("resolution", () => work.Partition(), runs);
    }

    private static void Print<T>(string name, Func<T> work, int runs)
    {
        var (wall, cpu, bytes) = (TimeSpan.MaxValue, TimeSpan.MaxValue, 0L);
        for (var run = 0; run < runs; run++)
        {
            using var process = Process.GetCurrentProcess();
            var (allocated, before, started) = (GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime, Stopwatch.GetTimestamp());
            work();
            wall = TimeSpan.FromTicks(Math.Min(wall.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            process.Refresh();
            cpu = TimeSpan.FromTicks(Math.Min(cpu.Ticks, (process.TotalProcessorTime - before).Ticks));
            bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {wall.TotalSeconds:F2} s by the clock, {cpu.TotalSeconds:F2} s of processor time, {bytes / 1e6:N0} MB allocated, best of {runs}"));
    }
}
