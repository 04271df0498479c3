using BenchmarkDotNet.Attributes;
using FirstParty.Identity;
using FirstParty.Storage.InMemory;

namespace FirstParty.Benchmarks;

/// <summary>Batches of 1,000 events on a graph of 10,000 people in memory, each with an address and two devices: known pairs, and new devices.</summary>
[MemoryDiagnoser]
public class IncrementalResolutionBenchmarks
{
    private const int People = 10_000;
    private const int Batch = 1_000;

    private readonly IncrementalResolver _resolver = new(IdentityRules.Default, TimeProvider.System);
    private InMemoryIdentityGraph.State _state = InMemoryIdentityGraph.State.Empty;
    private EventAssertion[] _known = [];
    private EventAssertion[] _joining = [];

    [GlobalSetup]
    public async Task SetUp()
    {
        var graph = new InMemoryIdentityGraph(_state, NoEvents);
        foreach (var chunk in Enumerable.Range(0, People * 3).Select(i => Event(i, 0, Identifier.UserId($"u{i / 3}"), Named(i))).Chunk(Batch))
        {
            await _resolver.ApplyAsync(graph, chunk, CancellationToken.None);
        }

        _state = graph.Current;
        var random = new Random(7);
        _known = [.. Enumerable.Range(0, Batch).Select(_ => random.Next(People * 3)).Select((i, n) => Event(n, 5, Identifier.UserId($"u{i / 3}"), Named(i)))];
        _joining = [.. Enumerable.Range(0, Batch).Select(n => Event(n, 6, Identifier.UserId($"u{n}"), Identifier.AnonymousId($"new{n}")))];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public async Task<ResolutionChange> KnownPair() => await ApplyAsync(_known);

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task<ResolutionChange> NewDevice() => await ApplyAsync(_joining);

    private static Identifier Named(int i) => i % 3 == 0 ? Identifier.Email($"a{i}@example.com") : Identifier.AnonymousId($"d{i}");

    private static EventAssertion Event(int message, int minute, params Identifier[] identifiers) => new()
    {
        Id = FactId.Of("web", $"{minute}-{message}"),
        OccurredAt = DateTimeOffset.UnixEpoch.AddMinutes(minute),
        Identifiers = [.. identifiers],
    };

    private static ValueTask<IReadOnlyList<EventAssertion>> NoEvents(
        IReadOnlyCollection<Identifier> anchors, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<EventAssertion>>([]);

    private async Task<ResolutionChange> ApplyAsync(EventAssertion[] events) =>
        await _resolver.ApplyAsync(new InMemoryIdentityGraph(_state, NoEvents), events, CancellationToken.None);
}
