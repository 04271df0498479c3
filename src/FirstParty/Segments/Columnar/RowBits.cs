using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A bit a row, 64 rows a word; bits beyond the last row are undefined until <see cref="Trim"/>.</summary>
internal static class RowBits
{
    public static int WordsOf(int rows) => (rows + 63) >>> 6;

    public static void Set(Span<ulong> bits, int row) => bits[row >>> 6] |= 1UL << row;

    public static bool Get(ReadOnlySpan<ulong> bits, int row) => (bits[row >>> 6] & (1UL << row)) != 0;

    public static void And(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] &= other[i];
        }
    }

    public static void AndNot(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] &= ~other[i];
        }
    }

    public static void Or(Span<ulong> bits, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] |= other[i];
        }
    }

    public static void Not(Span<ulong> bits)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = ~bits[i];
        }
    }

    /// <summary>Clears the bits beyond the last row.</summary>
    public static void Trim(Span<ulong> bits, int rows)
    {
        if ((rows & 63) != 0)
        {
            bits[^1] &= (1UL << rows) - 1;
        }
    }

    public static int Count(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Sets the bits of the rows whose number equals one; the column is padded to whole words.</summary>
    public static void WhereEqual(ReadOnlySpan<int> column, int value, Span<ulong> bits)
    {
        var wanted = Vector256.Create(value);
        var vectors = MemoryMarshal.Cast<int, Vector256<int>>(column);
        for (var word = 0; word < bits.Length; word++)
        {
            var result = 0UL;
            for (var i = 0; i < 8; i++)
            {
                result |= (ulong)Vector256.Equals(vectors[(word * 8) + i], wanted).ExtractMostSignificantBits() << (8 * i);
            }

            bits[word] = result;
        }
    }

    /// <summary>Sets the bits of the rows whose number is within bounds; the column is padded to whole words.</summary>
    public static void WhereWithin(ReadOnlySpan<long> column, long min, long max, Span<ulong> bits)
    {
        var (least, most) = (Vector256.Create(min), Vector256.Create(max));
        var vectors = MemoryMarshal.Cast<long, Vector256<long>>(column);
        for (var word = 0; word < bits.Length; word++)
        {
            var result = 0UL;
            for (var i = 0; i < 16; i++)
            {
                var vector = vectors[(word * 16) + i];
                var within = Vector256.GreaterThanOrEqual(vector, least) & Vector256.LessThanOrEqual(vector, most);
                result |= (ulong)within.ExtractMostSignificantBits() << (4 * i);
            }

            bits[word] = result;
        }
    }

    /// <summary>Sets the bits of the rows whose number is in a range; the column is padded to whole words.</summary>
    public static void WhereWithin(ReadOnlySpan<long> column, FixedRange range, Span<ulong> bits)
    {
        WhereWithin(column, range.Min, range.Max, bits);
        if (range.Except is { } except)
        {
            Clear(column, except, except, bits);
        }
    }

    /// <summary>Sets the bits of the rows whose instant passes; −1 is a missing one. The column is padded to whole words.</summary>
    public static void WhereInstant(ReadOnlySpan<long> column, InstantTest test, long now, Span<ulong> bits)
    {
        var (least, most) = (Math.Max(0, test.After?.UtcTicks ?? 0), (test.Before?.UtcTicks ?? long.MaxValue) - 1);
        (least, most) = test.WithinLast is { } within ? (Math.Max(least, now - within.Ticks), Math.Min(most, now)) : (least, most);
        WhereWithin(column, least, most, bits);
        if (test.NotWithinLast is { } outside)
        {
            Clear(column, now - outside.Ticks, now, bits);
        }
    }

    /// <summary>Sets the bits of the rows whose code a table says yes to; the column is padded to whole words.</summary>
    public static void WhereIn(ReadOnlySpan<int> column, ReadOnlySpan<byte> table, Span<ulong> bits)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            var codes = column.Slice(word * 64, 64);
            var result = 0UL;
            for (var i = 0; i < codes.Length; i++)
            {
                result |= (ulong)table[codes[i]] << i;
            }

            bits[word] = result;
        }
    }

    /// <summary>Sets the bits of the rows whose code a table says yes to; the column is padded to whole words.</summary>
    public static void WhereIn(ReadOnlySpan<long> column, ReadOnlySpan<byte> table, Span<ulong> bits)
    {
        for (var word = 0; word < bits.Length; word++)
        {
            var codes = column.Slice(word * 64, 64);
            var result = 0UL;
            for (var i = 0; i < codes.Length; i++)
            {
                result |= (ulong)table[(int)codes[i]] << i;
            }

            bits[word] = result;
        }
    }

    private static void Clear(ReadOnlySpan<long> column, long min, long max, Span<ulong> bits)
    {
        var rented = ArrayPool<ulong>.Shared.Rent(bits.Length);
        var within = rented.AsSpan(0, bits.Length);
        WhereWithin(column, min, max, within);
        AndNot(bits, within);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}
