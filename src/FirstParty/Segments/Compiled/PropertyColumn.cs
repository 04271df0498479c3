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

    /// <summary>Reads a property of events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="name">The property.</param>
    /// <param name="starts">Where each person's events begin, or null for one person; no stretch reaches over two people.</param>
    public static PropertyColumn Of(LoggedEvent[] events, string name, int[]? starts)
    {
        var values = Array.ConvertAll(events, e => AttributePath.Find(e.Properties, name));
        var counts = new int[values.Length + 1];
        long[]? sums = new long[values.Length + 1];
        var (person, magnitude) = (0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            var number = values[i]?.AsNumber();
            counts[i + 1] = counts[i] + (number is null ? 0 : 1);
            while (starts is not null && person < starts.Length && starts[person] <= i)
            {
                (person, magnitude) = (person + 1, starts[person] == i ? 0 : magnitude);
            }

            // The sums may wrap around over many people: a difference is right as long as one person's magnitudes fit.
            var isFixed = FixedNumber.TryFrom(number ?? 0, out var units) && magnitude < long.MaxValue - Math.Abs(units);
            magnitude += isFixed ? Math.Abs(units) : 0;
            sums = isFixed ? sums : null;
            _ = sums is null ? 0 : sums[i + 1] = unchecked(sums[i] + units);
        }

        return new PropertyColumn(values, counts, sums);
    }

    public int Numbers(int from, int to) => _counts[to] - _counts[from];

    /// <summary>The sum in ten-thousandths; only when <see cref="IsFixed"/>.</summary>
    public long Units(int from, int to) => unchecked(_sums![to] - _sums[from]);

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
        if (Numbers(from, to) == 0)
        {
            return null;
        }

        return IsFixed ? FixedNumber.ToDecimal(ExtremeUnits(from, to, greatest)) : ExtremeNumber(from, to, greatest);
    }

    /// <summary>The least or the greatest number in ten-thousandths; only when <see cref="IsFixed"/> and there is one.</summary>
    public long ExtremeUnits(int from, int to, bool greatest)
    {
        var extreme = greatest ? long.MinValue : long.MaxValue;
        for (var i = from; i < to; i++)
        {
            if (_counts[i + 1] > _counts[i])
            {
                var units = unchecked(_sums![i + 1] - _sums[i]);
                extreme = greatest ? Math.Max(extreme, units) : Math.Min(extreme, units);
            }
        }

        return extreme;
    }

    private decimal? ExtremeNumber(int from, int to, bool greatest)
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
