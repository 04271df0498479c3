using System.Collections.Concurrent;
using FirstParty.Events;
using FirstParty.Segments.Compiled;

namespace FirstParty.Segments.Columnar;

/// <summary>One property of the events of a table: its numbers and which of its different values each event has, read when a rule first asks.</summary>
internal sealed class PropertyTable
{
    /// <summary>Stands for "no number" among <see cref="Units"/>.</summary>
    public const long None = long.MinValue;

    private readonly EventTable _table;
    private readonly Func<AttributeValue?[]> _read;
    private readonly ConcurrentDictionary<EventOrder, long[]> _units = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<EventOrder, long[]> _previous = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<object, byte[]> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<FigureKind, long[]> _totals = [];
    private readonly ConcurrentDictionary<EventOrder, long[]> _ordered = new(ReferenceEqualityComparer.Instance);
    private readonly Lazy<long[]?> _personByPerson;
    private readonly Lazy<(AttributeValue?[] Values, int[] Codes)> _codes;

    public PropertyTable(EventTable table, Func<AttributeValue?[]> read)
    {
        (_table, _read) = (table, read);
        (_personByPerson, _codes) = (new(ReadUnits), new(ReadCodes));
    }

    /// <summary>Person by person each number in ten-thousandths; null when one is not exact so, or a person's sum would not fit.</summary>
    public long[]? Units => _personByPerson.Value;

    /// <summary>The different values, the first of which is null and stands for a missing one, and person by person which it is.</summary>
    public (AttributeValue?[] Values, int[] Codes) Codes => _codes.Value;

    /// <summary>The numbers in an order; only when there are <see cref="Units"/>.</summary>
    public long[] UnitsIn(EventOrder order) => _units.GetOrAdd(order, found => found.Arrange(Units!));

    /// <summary>In an order, which of the different values each event has.</summary>
    public long[] CodesIn(EventOrder order) => _ordered.GetOrAdd(order, found => found.Arrange(Array.ConvertAll(Codes.Codes, code => (long)code)));

    /// <summary>
    /// In an order, when the same person's event before had the same value: the least time of all for none, the greatest for a missing value. The
    /// different values in a stretch are those whose previous event is before it.
    /// </summary>
    public long[] PreviousIn(EventOrder order) => _previous.GetOrAdd(order, found => found.Arrange(ReadPrevious(_table.Ticks())));

    /// <summary>A figure of each row over all its events.</summary>
    public long[] Total(FigureKind kind) => _totals.GetOrAdd(kind, ReadTotal);

    /// <summary>What a test says of each different value.</summary>
    public byte[] Answers(object asker, Predicate<AttributeValue?> test) =>
        _answers.GetOrAdd(asker, _ => Array.ConvertAll(Codes.Values, value => test(value) ? (byte)1 : (byte)0));

    private long[]? ReadUnits()
    {
        var (values, starts) = (_read(), _table.Starts);
        var units = new long[values.Length];
        for (var row = 0; row < starts.Length - 1; row++)
        {
            var magnitude = 0L;
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                units[i] = None;
                if (values[i]?.AsNumber() is { } number)
                {
                    if (!FixedNumber.TryFrom(number, out units[i]) || magnitude >= long.MaxValue - Math.Abs(units[i]))
                    {
                        return null;
                    }

                    magnitude += Math.Abs(units[i]);
                }
            }
        }

        return units;
    }

    private (AttributeValue?[] Values, int[] Codes) ReadCodes()
    {
        var numbers = new Dictionary<AttributeValue, int>();
        var codes = Array.ConvertAll(_read(), value =>
        {
            if (value is null || numbers.TryGetValue(value, out var code))
            {
                return value is null ? 0 : numbers[value];
            }

            numbers[value] = code = numbers.Count + 1;
            return code;
        });
        return ([null, .. numbers.Keys], codes);
    }

    private long[] ReadPrevious(long[] ticks)
    {
        var (values, codes) = Codes;
        var (last, previous) = (new int[values.Length], new long[codes.Length]);
        last.AsSpan().Fill(-1);
        for (var row = 0; row < _table.Starts.Length - 1; row++)
        {
            for (var i = _table.Starts[row]; i < _table.Starts[row + 1]; i++)
            {
                ref var before = ref last[codes[i]];
                previous[i] = codes[i] == 0 ? long.MaxValue : before >= _table.Starts[row] ? ticks[before] : long.MinValue;
                before = i;
            }
        }

        return previous;
    }

    private long[] ReadTotal(FigureKind kind)
    {
        var totals = new long[_table.Counts.Length];
        totals.AsSpan().Fill(RowScatter.Nothing(kind));
        var order = _table.ByTime;
        RowScatter.Add(new FigureSource(kind, order, this, long.MinValue + 1), 0, order.Count, totals, 1);
        return totals;
    }
}
