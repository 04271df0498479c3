using FirstParty.Events;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>One property of a selection of events, with prefix sums of its numbers where they are exact in 64 bits.</summary>
internal sealed class PropertyColumn
{
    private readonly string _name;
    private AttributeValue?[] _values;
    private int[] _counts;
    private long[]? _sums;
    private int[]? _previous;
    private int _count;
    private long _magnitude;

    private PropertyColumn(string name, int room)
    {
        (_name, IsRising) = (name, true);
        (_values, _counts, _sums) = (new AttributeValue?[room], new int[room + 1], new long[room + 1]);
    }

    /// <summary>Whether sums are in ten-thousandths.</summary>
    public bool IsFixed => _sums is not null;

    /// <summary>Whether no number is below zero, so that a sum never rises when events leave; meaningful only when <see cref="IsFixed"/>.</summary>
    public bool IsRising { get; private set; }

    public AttributeValue? this[int index] => _values[index];

    /// <summary>Reads a property of events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="name">The property.</param>
    /// <param name="starts">Where each person's events begin, or null for one person; no stretch reaches over two people.</param>
    public static PropertyColumn Of(ReadOnlySpan<LoggedEvent> events, string name, int[]? starts)
    {
        var column = new PropertyColumn(name, events.Length);
        var person = 0;
        for (var i = 0; i < events.Length; i++)
        {
            while (starts is not null && person < starts.Length && starts[person] <= i)
            {
                column._magnitude = starts[person++] == i ? 0 : column._magnitude;
            }

            column.Add(starts is null ? AttributePath.FindOnce(events[i].Properties, name) : AttributePath.Find(events[i].Properties, name));
        }

        return column;
    }

    /// <summary>Reads the property of an event that follows all others.</summary>
    public void Append(LoggedEvent logged)
    {
        if (_count == _values.Length)
        {
            var room = Math.Max(4, _count + (_count >> 1));
            Array.Resize(ref _values, room);
            Array.Resize(ref _counts, room + 1);
            if (_sums is not null)
            {
                Array.Resize(ref _sums, room + 1);
            }
        }

        _previous = null;
        Add(AttributePath.FindOnce(logged.Properties, _name));
    }

    private void Add(AttributeValue? value)
    {
        var number = value?.AsNumber();
        _values[_count] = value;
        _counts[_count + 1] = _counts[_count] + (number is null ? 0 : 1);

        // The sums may wrap around over many people: a difference is right as long as one person's magnitudes fit.
        if (FixedNumber.TryFrom(number ?? 0, out var units) && _magnitude < long.MaxValue - Math.Abs(units))
        {
            _magnitude += Math.Abs(units);
            IsRising &= units >= 0;
            _ = _sums is null ? 0 : _sums[_count + 1] = unchecked(_sums[_count] + units);
        }
        else
        {
            _sums = null;
        }

        _count++;
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

    public int Distinct(int from, int to) => Previous.Distinct(_previous ??= Previous.Of(_values.AsSpan(0, _count)), from, to);
}
