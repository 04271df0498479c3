using System.Collections.Concurrent;
using FirstParty.Events;

namespace FirstParty.Segments.Columnar;

/// <summary>One property of the events of a table: its numbers, or which of its different values each event has. Thread-safe.</summary>
internal sealed class PropertyTable
{
    /// <summary>Stands for "no number".</summary>
    public const long None = long.MinValue;

    private readonly EventFacts _facts;
    private readonly EventTable _table;
    private readonly AttributeValue?[] _values;
    private readonly long[]? _read;
    private readonly ConcurrentDictionary<EventOrder, long[]> _ordered = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<object, byte[]> _answers = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<FigureKind, long[]> _totals = [];
    private readonly Lazy<long[]> _previous;

    public PropertyTable(EventFacts facts, EventTable table, PropertyReader reader)
    {
        (_facts, _table, _values, _read) = (facts, table, reader.Values, reader.Result);
        _previous = new(() => facts.ByTime.Arrange(ReadPrevious(facts.Ticks())));
    }

    /// <summary>Whether there is what was asked for: not when a number is not exact in ten-thousandths, or a person's sum would not fit.</summary>
    public bool IsUsable => _read is not null;

    /// <summary>
    /// In the order of time, when the same person's event before had the same value: the least time of all for none, the greatest for a missing value.
    /// The different values in a stretch are those whose previous event is before it.
    /// </summary>
    public long[] Previous => _previous.Value;

    /// <summary>In an order, the number of each event in ten-thousandths, or the code of its value: 0 for a missing one.</summary>
    public long[] In(EventOrder order) => _ordered.GetOrAdd(order, found => found.Arrange(_read!));

    /// <summary>A figure of each row over all its events.</summary>
    public long[] Total(FigureKind kind) => _totals.GetOrAdd(kind, ReadTotal);

    /// <summary>What a test says of each different value.</summary>
    public byte[] Answers(object asker, Predicate<AttributeValue?> test) =>
        _answers.GetOrAdd(asker, _ => Array.ConvertAll(_values, value => test(value) ? (byte)1 : (byte)0));

    private long[] ReadPrevious(long[] ticks)
    {
        var (last, previous) = (new int[_values.Length], new long[ticks.Length]);
        last.AsSpan().Fill(-1);
        for (var row = 0; row < _table.Starts.Length - 1; row++)
        {
            for (var i = _table.Starts[row]; i < _table.Starts[row + 1]; i++)
            {
                ref var before = ref last[_read![i]];
                previous[i] = _read[i] == 0 ? long.MaxValue : before >= _table.Starts[row] ? ticks[before] : long.MinValue;
                before = i;
            }
        }

        return previous;
    }

    private long[] ReadTotal(FigureKind kind)
    {
        var totals = new long[_table.Counts.Length];
        totals.AsSpan().Fill(RowScatter.Nothing(kind));
        RowScatter.Add(new FigureSource(kind, _facts.ByTime, this, long.MinValue + 1), 0, _facts.ByTime.Count, totals, 1);
        return totals;
    }
}
