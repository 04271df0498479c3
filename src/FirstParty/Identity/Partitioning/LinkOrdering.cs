namespace FirstParty.Identity.Partitioning;

/// <summary>
/// The one total order of links: strength, then the priority of the weaker end (its layer), then time by the rules, then the sum of
/// priorities, then the ends' names.
/// </summary>
internal sealed class LinkOrdering : IComparer<int>
{
    private const int RadixFrom = 4096;
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int TimeBits = 53;

    private readonly PartitionProblem _problem;
    private readonly int[] _priorities;
    private readonly bool _newest;

    public LinkOrdering(PartitionProblem problem)
    {
        _problem = problem;
        _priorities = [.. problem.Book.Entries.Select(entry => entry.Rule.Priority)];
        _newest = problem.Book.Newest;
    }

    /// <summary>Strength × 256 + layer: what a component sheds whole.</summary>
    public int ClassOf(int link) => (_problem.Links.Strength[link] << 8) | Math.Max(PriorityOf(_problem.Links.A[link]), PriorityOf(_problem.Links.B[link]));

    public void Sort(int[] links)
    {
        if (links.Length < RadixFrom || Pack(links) is not { } keys)
        {
            Array.Sort(links, this);
            return;
        }

        SettleTies(RadixSort(keys, links), links);
    }

    public int Compare(int x, int y)
    {
        var byClass = ClassOf(x).CompareTo(ClassOf(y));
        var byTime = byClass != 0 ? byClass : TimeKey(x).CompareTo(TimeKey(y));
        return byTime != 0 ? byTime : CompareTies(x, y);
    }

    private int PriorityOf(int node) => _priorities[_problem.Namespaces[node]];

    private ulong TimeKey(int link)
    {
        var ascending = (ulong)_problem.Links.Time[link] ^ (1UL << 63);
        return _newest ? ~ascending : ascending;
    }

    private int SumOf(int link) => PriorityOf(_problem.Links.A[link]) + PriorityOf(_problem.Links.B[link]);

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
        var (a, b) = (_problem.Links.A[link], _problem.Links.B[link]);
        return _problem.Order(a, b) <= 0 ? (a, b) : (b, a);
    }

    // Class and time in one number, where the times span less than 28 years; null where they do not.
    private ulong[]? Pack(int[] links)
    {
        var (least, most) = (ulong.MaxValue, ulong.MinValue);
        foreach (var link in links)
        {
            var time = TimeKey(link);
            (least, most) = (Math.Min(least, time), Math.Max(most, time));
        }

        if (most - least >= 1UL << TimeBits)
        {
            return null;
        }

        var ranks = new ushort[links.Length];
        var used = new int[ushort.MaxValue + 1];
        for (var i = 0; i < links.Length; i++)
        {
            ranks[i] = (ushort)ClassOf(links[i]);
            used[ranks[i]] = 1;
        }

        for (var (i, next) = (0, 0); i < used.Length; i++)
        {
            (used[i], next) = (next, next + used[i]);
        }

        var keys = new ulong[links.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((ulong)used[ranks[i]] << TimeBits) | (TimeKey(links[i]) - least);
        }

        return keys;
    }

    private void SettleTies(ulong[] keys, int[] links)
    {
        for (var start = 0; start < links.Length;)
        {
            var end = start + 1;
            while (end < links.Length && keys[end] == keys[start])
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

    // Stable, least significant digit first; digits that are equal throughout cost one count and no move. Returns the keys in order.
    private static ulong[] RadixSort(ulong[] keys, int[] links)
    {
        var (items, otherKeys, otherItems) = (links, new ulong[keys.Length], new int[keys.Length]);
        var starts = new int[Digits];
        for (var shift = 0; shift < 64; shift += DigitBits)
        {
            Array.Clear(starts);
            foreach (var key in keys)
            {
                starts[(int)(key >> shift) & (Digits - 1)]++;
            }

            if (starts[(int)(keys[0] >> shift) & (Digits - 1)] == keys.Length)
            {
                continue;
            }

            var position = 0;
            for (var digit = 0; digit < Digits; digit++)
            {
                (starts[digit], position) = (position, position + starts[digit]);
            }

            for (var i = 0; i < keys.Length; i++)
            {
                var target = starts[(int)(keys[i] >> shift) & (Digits - 1)]++;
                (otherKeys[target], otherItems[target]) = (keys[i], items[i]);
            }

            (keys, otherKeys, items, otherItems) = (otherKeys, keys, otherItems, items);
        }

        if (!ReferenceEquals(items, links))
        {
            items.CopyTo(links, 0);
        }

        return keys;
    }
}
