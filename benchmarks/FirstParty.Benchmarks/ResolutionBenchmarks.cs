using BenchmarkDotNet.Attributes;
using FirstParty.Identity;
using FirstParty.Identity.Partitioning;

namespace FirstParty.Benchmarks;

/// <summary>
/// Cutting 6 million links between 4 million identifiers into profiles, against the least that could do it: a sort by time and a bare union-find
/// that knows one unique namespace and nothing else. A million people, each with an address and two devices, one link in ten to a stranger's device.
/// </summary>
[MemoryDiagnoser]
public class ResolutionBenchmarks
{
    private const int Nodes = 4_000_000;
    private const int Links = 6_000_000;

    private static readonly IdentityRules Rules = new()
    {
        ComponentBudget = int.MaxValue,
        Namespaces =
        [
            new() { Namespace = "userId", Priority = 1, Unique = true, Class = IdentifierClass.Person },
            new() { Namespace = "email", Priority = 3, MaxFanOut = 5 },
            new() { Namespace = "anonymousId", Priority = 9, MaxFanOut = 10, Class = IdentifierClass.Device },
        ],
    };

    private byte[] _namespaces = [];
    private LinkTable _links = new();

    [GlobalSetup]
    public void SetUp()
    {
        _namespaces = [.. Enumerable.Range(0, Nodes).Select(node => (byte)Math.Min(node % 4, 2))];
        _links = new LinkTable(Links);
        var random = new Random(5);
        var known = new HashSet<(int, int)>();
        while (_links.Count < Links)
        {
            var person = random.Next(Nodes / 4) * 4;
            var other = random.Next(10) == 0 ? (random.Next(Nodes / 4) * 4) + 3 : person + 1 + random.Next(3);
            if (known.Add((person, other)) || random.Next(2) == 0)
            {
                _links.Add(person, other, AssertionStrength.Observed, random.NextInt64(1L << 40));
            }
        }
    }

    [Benchmark(Baseline = true)]
    public int SortAndUnite()
    {
        var times = _links.Time[..Links];
        int[] order = [.. Enumerable.Range(0, Links)];
        Array.Sort(times, order);
        var sets = new DisjointSets(Nodes);
        int[] held = [.. _namespaces.Select((index, node) => index == 0 ? node : -1)];
        var joined = 0;
        for (var i = Links - 1; i >= 0; i--)
        {
            var (a, b) = (sets.Find(_links.Ends[order[i]].A), sets.Find(_links.Ends[order[i]].B));
            if (a != b && (held[a] < 0 || held[b] < 0))
            {
                var one = Math.Max(held[a], held[b]);
                held[sets.Join(a, b)] = one;
                joined++;
            }
        }

        return joined;
    }

    [Benchmark]
    public bool Partition() => Identity.Partitioning.Partition.Solve(new PartitionProblem
    {
        Book = RuleBook.Of(Rules),
        NodeCount = Nodes,
        Namespaces = _namespaces,
        Links = _links,
        Order = (x, y) => x.CompareTo(y),
    }).OrderMatters;
}
