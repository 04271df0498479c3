namespace FirstParty.Segments.Columnar;

/// <summary>Sorts numbers by their digits of eight bits, the lowest first: stable, and in time that grows with their count alone.</summary>
internal static class RadixOrder
{
    private const int Digits = 256;

    /// <summary>The indexes of the keys in ascending order of the keys; equal keys keep their order. The keys are sorted with them.</summary>
    public static int[] Sort(ref long[] keys)
    {
        var indexes = new int[keys.Length];
        for (var i = 0; i < indexes.Length; i++)
        {
            indexes[i] = i;
        }

        var (least, most) = Range(keys);
        var (otherKeys, otherIndexes) = (new long[keys.Length], new int[keys.Length]);
        Span<int> places = stackalloc int[Digits];
        for (var shift = 0; shift < 64 && (ulong)(most - least) >> shift != 0; shift += 8)
        {
            Count(keys, least, shift, places);
            for (var i = 0; i < keys.Length; i++)
            {
                ref var place = ref places[Digit(keys[i], least, shift)];
                (otherKeys[place], otherIndexes[place]) = (keys[i], indexes[i]);
                place++;
            }

            (keys, otherKeys) = (otherKeys, keys);
            (indexes, otherIndexes) = (otherIndexes, indexes);
        }

        return indexes;
    }

    private static int Digit(long key, long least, int shift) => (int)((ulong)(key - least) >> shift) & (Digits - 1);

    private static (long Least, long Most) Range(long[] keys)
    {
        var (least, most) = keys.Length == 0 ? (0, 0) : (keys[0], keys[0]);
        foreach (var key in keys)
        {
            (least, most) = (Math.Min(least, key), Math.Max(most, key));
        }

        return (least, most);
    }

    // For each digit, where its first key goes.
    private static void Count(long[] keys, long least, int shift, Span<int> places)
    {
        places.Clear();
        foreach (var key in keys)
        {
            places[Digit(key, least, shift)]++;
        }

        var next = 0;
        foreach (ref var place in places)
        {
            (place, next) = (next, next + place);
        }
    }
}
