using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FirstParty.Diagnostics;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;
using FirstParty.Tests.Pipeline;

namespace FirstParty.Tests.Diagnostics;

/// <summary>What a host sees that listens. Other tests are heard too, so every name here is its own.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TelemetryTests : IAsyncDisposable
{
    private const string Source = "telemetry-source";
    private const string Segment = "telemetry-segment";
    private const string Marker = "marker-4711";

    private static readonly Identifier Ada = Identifier.UserId($"{Marker}-1");
    private static readonly string[] Steps =
        ["receive", "hold", "erased", "classify", "derive", "decide", "append", "resolve", "apply", "evaluate", "enqueue", "commit"];

    private readonly FaultyStorage _storage = new();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Test]
    public async Task Meter_TellsStepsOutcomesQueueCommitsSegmentsAndFaults()
    {
        using var heard = new Heard();
        await using var cdp = await OpenAsync();
        await cdp.IngestAsync([.. Enumerable.Range(0, 1_237).Select(number => Ordered($"o{number}", Identifier.UserId($"{Marker}-{number % 100}")))]);
        await cdp.IngestAsync(Ordered("o1"));
        await cdp.IngestAsync(Ordered("o2") with { Source = "telemetry-nobody" });
        _storage.Committing = _ => throw new StorageException(StorageError.Full, "no room");
        await Should.ThrowAsync<StorageException>(async () => await cdp.IngestAsync(Ordered("never")));

        heard.Units.ShouldBe(
            new Dictionary<string, string?>
            {
                [FirstPartyDiagnostics.EventsMetric] = "{event}", [FirstPartyDiagnostics.StepDurationMetric] = "s",
                [FirstPartyDiagnostics.BatchSizeMetric] = "{event}", [FirstPartyDiagnostics.QueueMetric] = "{event}",
                [FirstPartyDiagnostics.SegmentChangesMetric] = "{change}", [FirstPartyDiagnostics.FaultsMetric] = "{fault}",
                [FirstPartyDiagnostics.RefreshFailuresMetric] = "{failure}", [FirstPartyDiagnostics.QuarantineDroppedMetric] = "{event}",
                [FirstPartyDiagnostics.RetentionRemovedMetric] = "{item}", [FirstPartyDiagnostics.RetentionExaminedMetric] = "{person}",
                [FirstPartyDiagnostics.RetentionFailuresMetric] = "{failure}",
            },
            ignoreOrder: true);
        heard.Sum(FirstPartyDiagnostics.EventsMetric, ("source", Source), ("status", "Accepted")).ShouldBe(1_237, "what the disk refused was never accepted");
        heard.Sum(FirstPartyDiagnostics.EventsMetric, ("source", Source), ("status", "Duplicate")).ShouldBe(1);
        heard.Of(FirstPartyDiagnostics.EventsMetric).Any(one => one.Tags.Contains(("source", "(unknown)"))).ShouldBeTrue("what strangers write is no tag");
        heard.Of(FirstPartyDiagnostics.StepDurationMetric).Select(one => one.Tags.Single().Value).ShouldBeSubsetOf(Steps);
        Steps.ShouldBeSubsetOf(heard.Of(FirstPartyDiagnostics.StepDurationMetric).Select(one => one.Tags.Single().Value));
        heard.Of(FirstPartyDiagnostics.StepDurationMetric).ShouldAllBe(one => one.Value >= 0);
        heard.Of(FirstPartyDiagnostics.BatchSizeMetric).Select(one => one.Value).ShouldContain(1_237);
        heard.Of(FirstPartyDiagnostics.QueueMetric).Select(one => one.Value).ShouldContain(1_237);
        heard.Of(FirstPartyDiagnostics.QueueMetric).Select(one => one.Value).ShouldContain(-1_237);
        heard.Sum(FirstPartyDiagnostics.SegmentChangesMetric, ("segment", Segment), ("change", "Entered")).ShouldBe(100, "everybody once");
        heard.Of(FirstPartyDiagnostics.FaultsMetric).Any(one => one.Tags.Contains(("error.type", "Full"))).ShouldBeTrue();
        heard.Everything.ShouldAllBe(one => one.Tags.All(tag => !tag.Value.Contains(Marker)));
    }

    [Test]
    public async Task Traces_NestTheStepsInTheBatch_WhichLinksToItsCallers()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is FirstPartyDiagnostics.ActivitySourceName or "telemetry-caller",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("telemetry-caller");
        await using var cdp = await OpenAsync();
        using var caller = source.StartActivity("request")!;
        await cdp.IngestAsync([Ordered("a"), Ordered("b")]); // Her first order: there is something to enqueue.
        var batch = activities.Single(activity =>
            activity.OperationName == FirstPartyDiagnostics.BatchActivity && activity.Links.Any(link => link.Context == caller.Context));

        batch.GetTagItem("firstparty.batch.size").ShouldBe(2);
        activities.Where(activity => activity.ParentSpanId == batch.SpanId).Select(activity => activity.OperationName)
            .ShouldBe(Steps, "in the order of the line");

        _storage.Committing = _ => throw new StorageException(StorageError.Full, "no room");
        using var other = source.StartActivity("request")!;
        await Should.ThrowAsync<StorageException>(async () => await cdp.IngestAsync(Ordered("o3")));
        var failed = activities.Single(activity => activity.Links.Any(link => link.Context == other.Context));
        failed.Status.ShouldBe(ActivityStatusCode.Error);
        failed.GetTagItem("error.type").ShouldBe("Full");
        activities.SelectMany(activity => activity.TagObjects).ShouldAllBe(tag => !$"{tag.Value}".Contains(Marker));
    }

    private static TrackEvent Ordered(string id, Identifier? who = null) =>
        new() { Name = "Order Completed", Source = Source, MessageId = id, Identifiers = [who ?? Ada], Properties = new Attributes { ["note"] = Marker } };

    private async ValueTask<CustomerDataPlatform> OpenAsync()
    {
        var platform = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => _storage).Source(Source, Party.First)
            .Segment(Segment, Rule.Count("Order Completed").AtLeast(1)));
        await platform.Reevaluated; // Every start commits once; what follows is only the test's.
        return platform;
    }

    /// <summary>Everything that the library's meter says.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<Measurement> _measurements = [];

        public Heard()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == FirstPartyDiagnostics.MeterName)
                {
                    Units[instrument.Name] = instrument.Unit;
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public ConcurrentDictionary<string, string?> Units { get; } = new(StringComparer.Ordinal);

        public IEnumerable<Measurement> Everything => _measurements;

        public IEnumerable<Measurement> Of(string name) => _measurements.Where(one => one.Name == name);

        public double Sum(string name, params (string, string)[] tags) => Of(name).Where(one => tags.All(one.Tags.Contains)).Sum(one => one.Value);

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var own = new List<(string, string)>(tags.Length);
            foreach (var tag in tags)
            {
                own.Add((tag.Key, $"{tag.Value}"));
            }

            _measurements.Enqueue(new Measurement(instrument.Name, value, own));
        }
    }

    private sealed record Measurement(string Name, double Value, IReadOnlyList<(string Name, string Value)> Tags);
}
