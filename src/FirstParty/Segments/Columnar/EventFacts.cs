using System.Collections.Concurrent;
using FirstParty.Events;

namespace FirstParty.Segments.Columnar;

/// <summary>
/// When the events of a table were and all that rules read of them, in one walk: what costs is fetching each event, not looking at it. Thread-safe.
/// </summary>
internal sealed class EventFacts
{
    private readonly EventTable _table;
    private readonly ConcurrentDictionary<PropertyNeed, PropertyTable> _properties = [];

    public EventFacts(EventTable table, IReadOnlyCollection<PropertyNeed> needs)
    {
        _table = table;
        var events = table.Read();
        var readers = needs.Select(need => new PropertyReader(need, table.Starts)).ToArray();
        var ticks = new long[events.Length];
        for (var row = 0; row < table.Starts.Length - 1; row++)
        {
            for (var i = table.Starts[row]; i < table.Starts[row + 1]; i++)
            {
                ticks[i] = events[i].OccurredAt.UtcTicks;
                foreach (var reader in readers)
                {
                    reader.Read(row, i, events[i]);
                }
            }
        }

        ByTime = EventOrder.Of(ticks, table.Starts);
        foreach (var reader in readers)
        {
            _properties[reader.Need] = new PropertyTable(this, table, reader);
        }
    }

    /// <summary>The events in the order of time.</summary>
    public EventOrder ByTime { get; }

    /// <summary>A property that the rules of the set need.</summary>
    public PropertyTable Property(PropertyNeed need) => _properties[need];

    /// <summary>When each event was, person by person.</summary>
    public long[] Ticks()
    {
        var ticks = new long[_table.Starts[^1]];
        for (var i = 0; i < ticks.Length; i++)
        {
            ticks[ByTime.Indexes[i]] = ByTime.Keys[i];
        }

        return ticks;
    }
}
