using System.Diagnostics;
using System.Diagnostics.Metrics;
using FirstParty.Events;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Diagnostics;

/// <summary>The instruments themselves.</summary>
internal static class Telemetry
{
    private static readonly Meter Meter = new(FirstPartyDiagnostics.MeterName);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.EventsMetric, "{event}", "Events by what became of them.");

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>(
        FirstPartyDiagnostics.StepDurationMetric, "s", "Time a batch spends in one step of the line.");

    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>(
        FirstPartyDiagnostics.BatchSizeMetric, "{event}", "Events that shared one commit.");

    private static readonly Counter<long> SegmentChanges = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.SegmentChangesMetric, "{change}", "People who entered or left a segment.");

    private static readonly Counter<long> RefreshFailures = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.RefreshFailuresMetric, "{failure}", "Looks at due memberships that failed and will be tried again.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.QuarantineDroppedMetric, "{event}", "Quarantined events that made room for newer ones.");

    private static readonly Counter<long> Removed = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.RetentionRemovedMetric, "{item}", "What sweeps destroyed because its time was over.");

    private static readonly Counter<long> Examined = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.RetentionExaminedMetric, "{person}", "People whom sweeps have looked at.");

    private static readonly Counter<long> FailedSweeps = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.RetentionFailuresMetric, "{failure}", "Sweeps that failed and are made up for by the next.");

    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        FirstPartyDiagnostics.QueueMetric, "{event}", "Events that wait for the writer.");

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>(
        FirstPartyDiagnostics.FaultsMetric, "{fault}", "Sessions of the writer that the store failed.");

    public static ActivitySource Activities { get; } = new(FirstPartyDiagnostics.ActivitySourceName);

    public static void RefreshFailed() => RefreshFailures.Add(1);

    public static void SweepFailed() => FailedSweeps.Add(1);

    /// <summary>Counts what a slice of a sweep did.</summary>
    public static void Swept(long people, params ReadOnlySpan<(string Kind, long Count)> removed)
    {
        if (people > 0)
        {
            Examined.Add(people);
        }

        foreach (var (kind, count) in removed)
        {
            if (count > 0)
            {
                Removed.Add(count, new KeyValuePair<string, object?>("kind", kind));
            }
        }
    }

    public static void QuarantineDropped(int events) => Dropped.Add(events);

    public static void Batch(int events) => BatchSize.Record(events);

    public static void Settled(string source, EventOutcome outcome)
    {
        if (Events.Enabled)
        {
            Events.Add(
                1,
                new("status", outcome.Status.ToString()),
                new("reason", outcome.Reason.ToString()),
                new("source", outcome.Reason == EventReason.UnknownSource ? "(unknown)" : source));
        }
    }

    public static void SegmentsChanged(IReadOnlyList<SegmentChange> changes)
    {
        if (SegmentChanges.Enabled)
        {
            foreach (var change in changes)
            {
                SegmentChanges.Add(1, new("segment", change.Segment), new("change", change.Transition.ToString()));
            }
        }
    }

    /// <summary>So many events more, or with a negative number fewer, wait for the writer.</summary>
    public static void Queued(int events) => Waiting.Add(events);

    public static void Faulted(StorageError error) => Faults.Add(1, new KeyValuePair<string, object?>("error.type", error.ToString()));

    /// <summary>Whether anybody listens to activities.</summary>
    public static bool IsTraced => Activities.HasListeners();

    /// <summary>What one session of the writer does is traced as a whole: the steps and the commit lie within it, and it links to those who wait for it.</summary>
    public static Activity? Session(IReadOnlyList<ActivityContext> callers, int events)
    {
        var activity = Activities.StartActivity(
            ActivityKind.Internal, parentContext: default, links: callers.Select(caller => new ActivityLink(caller)), name: FirstPartyDiagnostics.BatchActivity);
        activity?.SetTag("firstparty.batch.size", events);
        return activity;
    }

    /// <summary>Where a caller stands in the traces of the host; null when nobody listens.</summary>
    public static ActivityContext? Caller() => IsTraced ? Activity.Current?.Context : null;

    /// <summary>Times and traces one step until it is disposed.</summary>
    public static StepScope Step(string name, TimeProvider time) => new(name, time);

    internal readonly struct StepScope(string name, TimeProvider time) : IDisposable
    {
        private readonly long _started = time.GetTimestamp();
        private readonly Activity? _activity = Activities.StartActivity(name);

        public void Dispose()
        {
            _activity?.Dispose();
            if (StepDuration.Enabled)
            {
                StepDuration.Record(time.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("step", name));
            }
        }
    }
}
