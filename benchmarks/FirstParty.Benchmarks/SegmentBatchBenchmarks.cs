using BenchmarkDotNet.Attributes;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>
/// Every rule for 100,000 people at once, column by column, on one thread, against lambdas written by hand over plain objects, person by person. Bars:
/// 27 attribute rules in 3 ms, all 50 in 40 ms.
/// </summary>
[MemoryDiagnoser]
public class SegmentBatchBenchmarks
{
    private const int People = 100_000;
    private const int Different = 2_000;

    private BatchSegments _attributes = null!;
    private BatchSegments _mix = null!;
    private ProfileColumns _attributeColumns = null!;
    private ProfileColumns _mixColumns = null!;
    private HandWrittenPerson[] _persons = [];

    [GlobalSetup]
    public void SetUp()
    {
        // Views are shared, columns are not: they are as long as for so many different people.
        var different = Enumerable.Range(1, Different).Select(SegmentPeople.Make).ToList();
        ProfileView[] views = [.. Enumerable.Range(0, People).Select(row => different[(int)(row * 7_919L % Different)].View)];
        _persons = [.. Enumerable.Range(0, People).Select(row => different[(int)(row * 7_919L % Different)].Hand)];
        (_attributes, _mix) = (Compile(SegmentMix.Attributes), Compile([.. SegmentMix.Attributes, .. SegmentMix.Events]));
        (_attributeColumns, _mixColumns) = (_attributes.Encode(views), _mix.Encode(views));
        AttributeRules();
        Mix();
    }

    [Benchmark(Baseline = true)]
    public int AttributeRulesByHand() => ByHand(SegmentMix.Attributes);

    [Benchmark]
    public int MixByHand() => ByHand(SegmentMix.Attributes) + ByHand(SegmentMix.Events);

    [Benchmark]
    public int AttributeRules() => _attributes.Evaluate(_attributeColumns, SegmentPeople.Now).Count;

    [Benchmark]
    public int Mix() => _mix.Evaluate(_mixColumns, SegmentPeople.Now).Count;

    private int ByHand(IReadOnlyList<(SegmentRule Rule, Func<HandWrittenPerson, DateTimeOffset, bool> ByHand)> rules)
    {
        var members = 0;
        foreach (var (_, holds) in rules)
        {
            foreach (var person in _persons)
            {
                members += holds(person, SegmentPeople.Now) ? 1 : 0;
            }
        }

        return members;
    }

    private static BatchSegments Compile(IReadOnlyList<(SegmentRule Rule, Func<HandWrittenPerson, DateTimeOffset, bool> ByHand)> rules) =>
        new(SegmentSet.Create(rules.Select((rule, i) => new SegmentDefinition { Id = $"s{i}", When = rule.Rule })));
}
