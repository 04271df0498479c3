using System.Diagnostics;
using System.Globalization;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>
/// A full recomputation: every one of 100 rules for so many people with about 50 events each, all columns in memory at once, on one thread. Views are
/// shared by many rows and columns are not, so the memory is that of as many different people once their facts are in columns.
/// </summary>
internal static class SegmentRecountRun
{
    private const int Different = 2_000;

    public static void Run(int people)
    {
        var mix = SegmentMix.Attributes.Concat(SegmentMix.Events).Select(rule => rule.Rule).ToList();
        var rules = mix.Concat(mix.Select(rule => rule & Rule.Trait("age").AtLeast(30)));
        var batch = new BatchSegments(SegmentSet.Create(rules.Select((rule, i) => new SegmentDefinition { Id = $"s{i}", When = rule })));
        var different = Enumerable.Range(1, Different).Select(seed => SegmentPeople.Make(seed).View).ToList();
        ProfileView[] views = [.. Enumerable.Range(0, people).Select(row => different[(int)(row * 7_919L % Different)])];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        var columns = batch.Encode(views);
        batch.Evaluate(columns, SegmentPeople.Now);
        Report("columns filled, and evaluated once", watch);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        watch.Restart();
        var bitmaps = batch.Evaluate(columns, SegmentPeople.Now);
        Report("evaluated with columns in place", watch);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of that, processor time: {(Process.GetCurrentProcess().TotalProcessorTime - processor).TotalMilliseconds:N0} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{people:N0} people x {bitmaps.Count} rules, {bitmaps.Sum(bitmap => (long)bitmap.Members):N0} memberships, columns of {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1_048_576:N0} MB, peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1_048_576:N0} MB"));
        GC.KeepAlive(columns);
    }

    private static void Report(string what, Stopwatch watch) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {watch.Elapsed.TotalMilliseconds:N0} ms"));
}
