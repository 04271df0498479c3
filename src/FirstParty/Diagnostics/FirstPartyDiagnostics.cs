namespace FirstParty.Diagnostics;

/// <summary>The names under which the library measures and traces itself. No tag ever holds a personal datum.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/general/metrics/">OpenTelemetry: metrics semantic conventions</seealso>
public static class FirstPartyDiagnostics
{
    /// <summary>The name of the meter: add it to the host's meter provider.</summary>
    public const string MeterName = "FirstParty";

    /// <summary>The name of the activity source: add it to the host's tracer provider.</summary>
    public const string ActivitySourceName = "FirstParty";

    /// <summary>Events by what became of them (<c>status</c>, <c>reason</c>) and their <c>source</c>.</summary>
    public const string EventsMetric = "firstparty.events";

    /// <summary>Seconds that a batch spends in one step of the line (<c>step</c>), from <c>receive</c> to <c>commit</c>.</summary>
    public const string StepDurationMetric = "firstparty.step.duration";

    /// <summary>Events that wait for the writer.</summary>
    public const string QueueMetric = "firstparty.queue.events";

    /// <summary>Sessions of the writer that the store failed (<c>error.type</c>: the <see cref="Storage.StorageError"/>).</summary>
    public const string FaultsMetric = "firstparty.storage.faults";

    /// <summary>The activity of one session of the writer; the steps are its children, and those who wait for it its links.</summary>
    public const string BatchActivity = "firstparty.batch";

    /// <summary>How many events shared one commit.</summary>
    public const string BatchSizeMetric = "firstparty.batch.size";

    /// <summary>Looks at due memberships that failed and will be tried again.</summary>
    public const string RefreshFailuresMetric = "firstparty.refresh.failures";

    /// <summary>Quarantined events that made room for newer ones.</summary>
    public const string QuarantineDroppedMetric = "firstparty.quarantine.dropped";

    /// <summary>What sweeps destroyed because its time was over (<c>kind</c>: event, trait, identifier, change).</summary>
    public const string RetentionRemovedMetric = "firstparty.retention.removed";

    /// <summary>People whom sweeps have looked at: how far the one that runs has come.</summary>
    public const string RetentionExaminedMetric = "firstparty.retention.examined";

    /// <summary>Sweeps that failed and are made up for by the next.</summary>
    public const string RetentionFailuresMetric = "firstparty.retention.failures";

    /// <summary>People who entered or left a segment (<c>segment</c>, <c>change</c>).</summary>
    public const string SegmentChangesMetric = "firstparty.segment.changes";
}
