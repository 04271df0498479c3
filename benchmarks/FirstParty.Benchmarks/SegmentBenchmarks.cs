using BenchmarkDotNet.Attributes;
using FirstParty.Segments;

namespace FirstParty.Benchmarks;

/// <summary>
/// Every rule of the mix for 400 people with about 50 events each, against lambdas written by hand over a plain object. One operation is all of them:
/// divide by 400 and by the number of rules for one evaluation.
/// </summary>
[MemoryDiagnoser]
public class SegmentBenchmarks
{
    private const int People = 400;

    private Func<HandWrittenPerson, DateTimeOffset, bool>[] _byHand = [];
    private HandWrittenPerson[] _persons = [];
    private ProfileFrame[] _frames = [];
    private CompiledSegments _compiled = null!;
    private bool[] _members = [];

    /// <summary>Which rules.</summary>
    [Params("27 attribute rules", "mix of 50")]
    public string Rules { get; set; } = string.Empty;

    [GlobalSetup]
    public void SetUp()
    {
        var rules = Rules.StartsWith("27", StringComparison.Ordinal) ? SegmentMix.Attributes : [.. SegmentMix.Attributes, .. SegmentMix.Events];
        _byHand = [.. rules.Select(rule => rule.ByHand)];
        _compiled = SegmentSet.Create(rules.Select((rule, i) => new SegmentDefinition { Id = $"s{i}", When = rule.Rule })).Compiled;
        var people = Enumerable.Range(1, People).Select(SegmentPeople.Make).ToList();
        (_persons, _frames) = ([.. people.Select(person => person.Hand)], [.. people.Select(person => _compiled.Encode(person.View))]);
        _members = new bool[rules.Count];
        if (ByHand() != Compiled())
        {
            throw new InvalidOperationException("The two select different people.");
        }
    }

    [Benchmark(Baseline = true)]
    public int ByHand()
    {
        var members = 0;
        foreach (var person in _persons)
        {
            foreach (var rule in _byHand)
            {
                members += rule(person, SegmentPeople.Now) ? 1 : 0;
            }
        }

        return members;
    }

    [Benchmark]
    public int Compiled()
    {
        var members = 0;
        foreach (var frame in _frames)
        {
            _compiled.EvaluateAll(frame, SegmentPeople.Now, _members);
            foreach (var isMember in _members)
            {
                members += isMember ? 1 : 0;
            }
        }

        return members;
    }
}
