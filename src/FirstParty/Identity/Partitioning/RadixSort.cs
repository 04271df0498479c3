using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>Sorts numbers by their high halves: least significant digit first, so that equal halves keep their order.</summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int FirstShift = 32;
    private const int Passes = 3;

    /// <summary>Sorts in an array of its own or in the given one, whichever comes last, and returns it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong[] ByHighHalf(ulong[] items)
    {
        var (counts, other) = (Count(items), GC.AllocateUninitializedArray<ulong>(items.Length));
        for (var pass = 0; pass < Passes; pass++)
        {
            var shift = FirstShift + (pass * DigitBits);
            var starts = counts.AsSpan(pass * Digits, Digits);
            if (starts[(int)(items[0] >> shift) & (Digits - 1)] == items.Length)
            {
                continue;
            }

            ToStarts(starts);
            foreach (var item in items)
            {
                other[starts[(int)(item >> shift) & (Digits - 1)]++] = item;
            }

            (items, other) = (other, items);
        }

        return items;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Count(ulong[] items)
    {
        var counts = new int[Passes * Digits];
        foreach (var item in items)
        {
            var high = (int)(item >> FirstShift);
            counts[high & (Digits - 1)]++;
            counts[Digits + ((high >> DigitBits) & (Digits - 1))]++;
            counts[(2 * Digits) + ((high >>> (2 * DigitBits)) & (Digits - 1))]++;
        }

        return counts;
    }

    private static void ToStarts(Span<int> counts)
    {
        var position = 0;
        foreach (ref var count in counts)
        {
            (count, position) = (position, position + count);
        }
    }
}
