using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using FirstParty.Diagnostics;

namespace FirstParty.Benchmarks;

/// <summary>Where a batch spends its time: microseconds an event in each step of the line, and bytes allocated an event.</summary>
internal static class LineProfile
{
    public static async Task RunAsync(int batches)
    {
        var steps = new SortedDictionary<string, (double Seconds, long Bytes)>(StringComparer.Ordinal);
        var (last, thread) = (0L, 0);
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
            var step = (string)tags[0].Value!;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (before, bytes) = steps.GetValueOrDefault(step);
            steps[step] = (before + seconds, bytes + (thread == Environment.CurrentManagedThreadId ? allocated - last : 0));
            (last, thread) = (allocated, Environment.CurrentManagedThreadId);
        });
        listener.Start();
        await using var line = await LineWorkload.OpenAsync();
        for (var round = 0; round < 4; round++)
        {
            steps.Clear();
            using var process = Process.GetCurrentProcess();
            var (started, cpu, allocated) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
            var (paused, collected) = (GC.GetTotalPauseDuration(), Collections());
            for (var batch = 0; batch < batches; batch++)
            {
                await line.IngestAsync();
            }

            var events = (double)batches * LineWorkload.Events;
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds / events;
            process.Refresh();
            var busy = (process.TotalProcessorTime - cpu).TotalMicroseconds / events;
            var bytes = (GC.GetTotalAllocatedBytes() - allocated) / events;
            paused = GC.GetTotalPauseDuration() - paused;
            var collections = string.Join('/', Collections().Zip(collected, (after, before) => after - before));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{elapsed:F1} us an event, {busy:F1} of processor time, {bytes:F0} B, collected {collections} times for {paused.TotalMicroseconds / events:F1}; ")
                + string.Join(", ", steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {step.Value.Seconds * 1e6 / events:F1} {step.Value.Bytes / events:F0} B"))));
        }
    }

    private static int[] Collections() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
}
