using System.Diagnostics;
using System.Globalization;

namespace FirstParty.Benchmarks;

/// <summary>
/// Cutting 6 million links between 4 million identifiers, a run at a time: the first of the process, the best and the worst of several, by the clock
/// and by processor time, which other programs of the machine disturb less, and what it allocates.
/// </summary>
internal static class PartitionCost
{
    public static void Run(int runs)
    {
        var work = new ResolutionBenchmarks();
        work.SetUp();
        Print("resolution", () => work.Partition(), runs);
        Print("sort and bare union-find", () => work.SortAndUnite(), runs);
    }

    private static void Print<T>(string name, Func<T> work, int runs)
    {
        var (walls, cpus, bytes) = (new List<double>(), new List<double>(), 0L);
        for (var run = 0; run < runs; run++)
        {
            using var process = Process.GetCurrentProcess();
            var (allocated, before, started) = (GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime, Stopwatch.GetTimestamp());
            work();
            walls.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            process.Refresh();
            cpus.Add((process.TotalProcessorTime - before).TotalSeconds);
            bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {Of(walls)} s by the clock, {Of(cpus)} s of processor time, {bytes / 1e6:N0} MB allocated"));
    }

    private static string Of(List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"{times.Min():F2} to {times.Max():F2} (first {times[0]:F2})");
}
