using System.Numerics;
using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>
/// The one total order of links: strength, then the priority of the weaker end (its layer), then time by the rules, then the sum of
/// priorities, then the ends' names.
/// </summary>
internal sealed class LinkOrdering : IComparer<int>
{
    private const int RadixFrom = 4096;
    private const int Classes = ushort.MaxValue + 1;

    private readonly PartitionProblem _problem;
    private readonly int[] _priorities;
    private readonly bool _newest;

    public LinkOrdering(PartitionProblem problem)
    {
        (_problem, Layers) = (problem, new byte[problem.Links.Count]);
        _priorities = [.. problem.Book.Entries.Select(entry => entry.Rule.Priority)];
        _newest = problem.Book.Newest;
    }

    /// <summary>Of each link, its layer: the priority of its weaker end.</summary>
    public byte[] Layers { get; }

    /// <summary>Strength × 256 + layer: what a component sheds whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ClassOf(int link) => (_problem.Links.Strength[link] << 8) | Layers[link];

    public void Sort(int[] links)
    {
        if (links.Length < RadixFrom)
        {
            Array.Sort(links, this);
            return;
        }

        SettleTies(RadixSort.ByHighHalf(Pack(links)), links);
    }

    public int Compare(int x, int y)
    {
        var byClass = ClassOf(x).CompareTo(ClassOf(y));
        var byTime = byClass != 0 ? byClass : TimeKey(x).CompareTo(TimeKey(y));
        return byTime != 0 ? byTime : CompareTies(x, y);
    }

    private int PriorityOf(int node) => _priorities[_problem.Namespaces[node]];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong TimeKey(int link)
    {
        var ascending = (ulong)_problem.Links.Time[link] ^ (1UL << 63);
        return _newest ? ~ascending : ascending;
    }

    private int SumOf(int link) => PriorityOf(_problem.Links.Ends[link].A) + PriorityOf(_problem.Links.Ends[link].B);

    private int CompareTies(int x, int y)
    {
        var bySum = SumOf(x).CompareTo(SumOf(y));
        if (bySum != 0)
        {
            return bySum;
        }

        var ((xLow, xHigh), (yLow, yHigh)) = (Ends(x), Ends(y));
        var byLow = xLow == yLow ? 0 : _problem.Order(xLow, yLow);
        return byLow != 0 ? byLow : xHigh == yHigh ? 0 : _problem.Order(xHigh, yHigh);
    }

    private (int Low, int High) Ends(int link)
    {
        var (a, b) = _problem.Links.Ends[link];
        return _problem.Order(a, b) <= 0 ? (a, b) : (b, a);
    }

    // As much of class and time as half a number holds, in the high half; the link in the low half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong[] Pack(int[] links)
    {
        var (least, ranks, classBits, timeBits) = Measure(links);
        var room = 32 - classBits;
        var surplus = Math.Max(0, timeBits - room);
        var packed = GC.AllocateUninitializedArray<ulong>(links.Length);
        for (var i = 0; i < packed.Length; i++)
        {
            var linkClass = ClassOf(links[i]);
            var key = ((ulong)ranks[linkClass] << room) | ((TimeKey(links[i]) - least[linkClass]) >> surplus);
            packed[i] = (key << 32) | (uint)links[i];
        }

        return packed;
    }

    // Of each class its least key of time and its rank among those that occur; and the bits that ranks need, and times within a class.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (ulong[] Least, int[] Ranks, int ClassBits, int TimeBits) Measure(int[] links)
    {
        var (least, most, ranks) = (new ulong[Classes], new ulong[Classes], new int[Classes]);
        Array.Fill(least, ulong.MaxValue);
        for (var i = 0; i < links.Length; i++)
        {
            var (linkClass, time) = (ClassOf(links[i]), TimeKey(links[i]));
            least[linkClass] = Math.Min(least[linkClass], time);
            most[linkClass] = Math.Max(most[linkClass], time);
        }

        var (rank, span) = (0u, 0UL);
        for (var i = 0; i < Classes; i++)
        {
            ranks[i] = (int)rank;
            if (least[i] <= most[i])
            {
                (rank, span) = (rank + 1, Math.Max(span, most[i] - least[i]));
            }
        }

        return (least, ranks, 32 - BitOperations.LeadingZeroCount(rank - 1), 64 - BitOperations.LeadingZeroCount(span));
    }

    // What the keys' halves leave open is compared in full.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SettleTies(ulong[] sorted, int[] links)
    {
        for (var i = 0; i < links.Length; i++)
        {
            links[i] = (int)(uint)sorted[i];
        }

        for (var start = 0; start < links.Length;)
        {
            var end = start + 1;
            while (end < links.Length && sorted[end] >> 32 == sorted[start] >> 32)
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(links, start, end - start, this);
            }

            start = end;
        }
    }
}
