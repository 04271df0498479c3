using FirstParty.Events;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Columnar;

/// <summary>Reads one property of events, person by person, into numbers or into the codes of its values.</summary>
internal sealed class PropertyReader(PropertyNeed need, int[] starts)
{
    private readonly Dictionary<AttributeValue, int> _values = [];
    private readonly long[] _read = new long[starts[^1]];
    private bool _isExact = true;
    private int _row = -1;
    private long _magnitude;

    public PropertyNeed Need => need;

    /// <summary>The numbers in ten-thousandths, or null when one is not exact so or a person's sum would not fit; or the codes of the values.</summary>
    public long[]? Result => _isExact ? _read : null;

    /// <summary>The different values, each at its code; the first is null and stands for a missing one.</summary>
    public AttributeValue?[] Values => [null, .. _values.Keys];

    /// <summary>Reads the next event.</summary>
    public void Read(int row, int index, LoggedEvent logged)
    {
        if (need.Zone is { } zone)
        {
            _read[index] = CodeOf(Zones.DayOf(logged.OccurredAt, zone).DayNumber);
            return;
        }

        var value = AttributePath.Find(logged.Properties, need.Of!);
        if (need.IsNumeric)
        {
            _read[index] = value?.AsNumber() is { } number ? UnitsOf(row, number) : PropertyTable.None;
        }
        else
        {
            _read[index] = value is null ? 0 : CodeOf(value);
        }
    }

    private int CodeOf(AttributeValue value)
    {
        if (!_values.TryGetValue(value, out var code))
        {
            _values[value] = code = _values.Count + 1;
        }

        return code;
    }

    private long UnitsOf(int row, decimal number)
    {
        (_row, _magnitude) = (row, row == _row ? _magnitude : 0);
        _isExact &= FixedNumber.TryFrom(number, out var units) && _magnitude < long.MaxValue - Math.Abs(units);
        _magnitude += _isExact ? Math.Abs(units) : 0;
        return units;
    }
}
