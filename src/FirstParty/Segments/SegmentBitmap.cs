using System.Numerics;
using FirstParty.Segments.Columnar;

namespace FirstParty.Segments;

/// <summary>Who of many people is in a segment: a bit a row. Immutable and thread-safe.</summary>
public sealed class SegmentBitmap
{
    private readonly ulong[] _bits;

    internal SegmentBitmap(string segment, int rows, ulong[] bits) => (Segment, Rows, _bits) = (segment, rows, bits);

    /// <summary>The segment's id.</summary>
    public string Segment { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many of them are members.</summary>
    public int Members => RowBits.Count(_bits);

    /// <summary>Whether the person of a row is a member.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
            return RowBits.Get(_bits, row);
        }
    }

    /// <summary>The rows of the members, ascending.</summary>
    public IEnumerable<int> MemberRows()
    {
        for (var word = 0; word < _bits.Length; word++)
        {
            for (var bits = _bits[word]; bits != 0; bits &= bits - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }
}
