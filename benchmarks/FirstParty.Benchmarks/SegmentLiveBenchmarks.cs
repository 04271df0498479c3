using BenchmarkDotNet.Attributes;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>
/// What one event costs with 1,000 rules: all of them, or those that the dependency index finds; and what moving a profile's next flip costs among
/// 100,000. Bars: the index at least 7 times cheaper; 150 ns a move.
/// </summary>
[MemoryDiagnoser]
public class SegmentLiveBenchmarks
{
    private const int Rules = 1_000;
    private const int Waiting = 100_000;

    private readonly FlipWheel _wheel = new(SegmentPeople.Now);
    private readonly ProfileId[] _profiles = [.. Enumerable.Range(0, Waiting).Select(i => new ProfileId(new Guid(i, 0, 0, new byte[8])))];
    private CompiledSegments _compiled = null!;
    private ProfileFrame _frame = null!;
    private bool[] _members = [];
    private int[][] _touched = [];
    private int _event;
    private int _next;

    [GlobalSetup]
    public void SetUp()
    {
        // A shop with 100 kinds of event, of which one in four is an order: one rule in ten looks at orders, the others at one of the rest or at
        // traits.
        var rules = Enumerable.Range(0, Rules).Select(i => (i % 10) switch
        {
            0 => Rule.Count("Order").Over(TimeSpan.FromDays(1 + (i % 90))).AtLeast(1 + (i % 3)),
            < 5 => Rule.Count($"Event {i % 100}").Over(TimeSpan.FromDays(1 + (i % 30))).AtLeast(1),
            < 8 => Rule.Trait("country").In("SE", "NO") & Rule.Trait("age").AtLeast(i % 60),
            _ => Rule.Event($"Event {i % 100}").AtLeastOnce() & Rule.Trait("plan").EqualTo("pro"),
        });
        _compiled = SegmentSet.Create(rules.Select((rule, i) => new SegmentDefinition { Id = $"s{i}", When = rule })).Compiled;
        _frame = _compiled.Encode(SegmentPeople.Make(1).View);
        _members = new bool[Rules];
        var events = Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? "Order" : $"Event {i}");
        _touched = [.. events.Select(name => _compiled.Set.Dependencies.OfEvent(name).Select(_compiled.IndexOf).ToArray())];
        var random = new Random(1);
        foreach (var profile in _profiles)
        {
            _wheel.Schedule(new ProfileFlip(profile, SegmentPeople.Now + TimeSpan.FromMinutes(random.Next(60 * 24 * 90))));
        }
    }

    [Benchmark(Baseline = true)]
    public void EveryRule() => _compiled.EvaluateAll(_frame, SegmentPeople.Now, _members);

    [Benchmark]
    public void TouchedRules()
    {
        _event = (_event + 1) % _touched.Length;
        _compiled.Evaluate(_frame, SegmentPeople.Now, _touched[_event], _members);
    }

    [Benchmark]
    public void MoveAFlip()
    {
        _next = (_next + 7_919) % Waiting;
        _wheel.Schedule(new ProfileFlip(_profiles[_next], SegmentPeople.Now + TimeSpan.FromSeconds(_next * 61)));
    }
}
