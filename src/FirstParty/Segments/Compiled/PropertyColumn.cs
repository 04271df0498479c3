using FirstParty.Events;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>One property of a selection of events, with prefix sums of its numbers where they are exact in 64 bits.</summary>
internal sealed class PropertyColumn
{
    private readonly AttributeValue?[] _values;
    private readonly int[] _counts;
    private readonly long[]? _sums;
    private int[]? _previous;

    private PropertyColumn(AttributeValue?[] values, int[] counts, long[]? sums) => (_values, _counts, _sums) = (values, counts, sums);

    /// <summary>Whether sums are in ten-thousandths.</summary>
    public bool IsFixed => _sums is not null;

    public AttributeValue? this[int index] => _values[index];

    public static PropertyColumn Of(LoggedEvent[] events, string name)
    {
        var values = Array.ConvertAll(events, e => AttributePath.Find(e.Properties, name));
        var counts = new int[values.Length + 1];
        long[]? sums = new long[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            var number = values[i]?.AsNumber();
            counts[i + 1] = counts[i] + (number is null ? 0 : 1);
            if (sums is not null)
            {
                // Ten thousand times a hundred billion, added up to 9,000 times, stays within 64 bits; a sum beyond that is computed the slow way.
                sums = FixedNumber.TryFrom(number ?? 0, out var units) && Math.Abs(sums[i]) < long.MaxValue - Math.Abs(units) ? sums : null;
                _ = sums is null ? 0 : sums[i + 1] = sums[i] + units;
            }
        }

        return new PropertyColumn(values, counts, sums);
    }

    public int Numbers(int from, int to) => _counts[to] - _counts[from];

    /// <summary>The sum in ten-thousandths; only when <see cref="IsFixed"/>.</summary>
    public long Units(int from, int to) => _sums![to] - _sums[from];

    public decimal Sum(int from, int to)
    {
        if (IsFixed)
        {
            return FixedNumber.ToDecimal(Units(from, to));
        }

        var total = 0m;
        for (var i = from; i < to; i++)
        {
            total = EventSelection.Add(total, _values[i]?.AsNumber() ?? 0);
        }

        return total;
    }

    /// <summary>The least or the greatest number; null when there is none.</summary>
    public decimal? Extreme(int from, int to, bool greatest)
    {
        decimal? extreme = null;
        for (var i = from; i < to; i++)
        {
            if (_values[i]?.AsNumber() is { } number && (extreme is not { } best || (greatest ? number > best : number < best)))
            {
                extreme = number;
            }
        }

        return extreme;
    }

    public int Distinct(int from, int to) => Previous.Distinct(_previous ??= Previous.Of(_values), from, to);
}
