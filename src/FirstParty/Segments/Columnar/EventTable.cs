using System.Collections.Concurrent;
using FirstParty.Events;
using FirstParty.Segments.Compiled;

namespace FirstParty.Segments.Columnar;

/// <summary>
/// One selection of the events of a group of people: how many each has, the first and the last; and, when a rule first needs them, all of them in the
/// order of time, by age since an anchor, and person by person. What two threads compute twice is equal.
/// </summary>
internal sealed class EventTable
{
    private readonly ColumnPlan _plan;
    private readonly RowGroup _group;
    private readonly ConcurrentDictionary<RowAnchor, EventOrder> _byAge = [];
    private readonly Lazy<EventFacts> _facts;
    private LoggedEvent[]? _selected;

    public EventTable(ColumnPlan plan, IReadOnlyCollection<PropertyNeed> needs, RowGroup group)
    {
        (_plan, _group) = (plan, group);
        _facts = new(() => new EventFacts(this, needs));
        Starts = new int[group.Rows + 1];
        (Counts, First, Last) = (new long[group.Words * 64], new long[group.Words * 64], new long[group.Words * 64]);
        First.AsSpan().Fill(-1);
        Last.AsSpan().Fill(-1);
        var selected = plan.Where is null ? null : new List<LoggedEvent>();
        for (var row = 0; row < group.Rows; row++)
        {
            var events = Of(row);
            selected?.AddRange(events);
            Starts[row + 1] = Starts[row] + events.Length;
            Counts[row] = events.Length;
            if (events.Length > 0)
            {
                (First[row], Last[row]) = (events[0].OccurredAt.UtcTicks, events[^1].OccurredAt.UtcTicks);
                (Oldest, Newest) = (Math.Min(Oldest, First[row]), Math.Max(Newest, Last[row]));
            }
        }

        _selected = selected?.ToArray();
    }

    /// <summary>Where each row's events begin; one more than there are rows.</summary>
    public int[] Starts { get; }

    /// <summary>How many events each row has; padded to whole words, as the following are.</summary>
    public long[] Counts { get; }

    /// <summary>The time of each row's first event; −1 for none.</summary>
    public long[] First { get; }

    /// <summary>The time of each row's last event; −1 for none.</summary>
    public long[] Last { get; }

    /// <summary>The time of the oldest event.</summary>
    public long Oldest { get; } = long.MaxValue;

    /// <summary>The time of the newest event.</summary>
    public long Newest { get; }

    /// <summary>The events in the order of time.</summary>
    public EventOrder ByTime => _facts.Value.ByTime;

    /// <summary>The events person by person, for what has no form for everybody at once.</summary>
    public EventColumn Events => field ??= new EventColumn(Read(), Starts);

    /// <summary>The events from an anchor on, in the order of their age since it.</summary>
    public EventOrder ByAge(RowAnchor anchor) => _byAge.GetOrAdd(anchor, AgesSince);

    /// <summary>A property of the events, or their local days.</summary>
    public PropertyTable Property(PropertyNeed need) => _facts.Value.Property(need);

    /// <summary>The events person by person.</summary>
    public LoggedEvent[] Read()
    {
        if (Interlocked.Exchange(ref _selected, null) is { } selected)
        {
            return selected;
        }

        var events = new LoggedEvent[Starts[^1]];
        for (var row = 0; row < _group.Rows; row++)
        {
            Of(row).CopyTo(events.AsSpan(Starts[row]));
        }

        return events;
    }

    /// <summary>The stretch of a row's events in [start, end).</summary>
    public (int From, int To) Range(int row, long start, long end)
    {
        var (low, high) = (Starts[row], Starts[row + 1]);
        if (low == high || start >= end)
        {
            return (low, low);
        }

        var from = First[row] >= start ? low : Events.IndexOf(start, low, high);
        return (from, Last[row] < end ? high : Events.IndexOf(end, from, high));
    }

    private EventOrder AgesSince(RowAnchor anchor)
    {
        var ages = _facts.Value.Ticks();
        for (var row = 0; row < _group.Rows; row++)
        {
            var since = anchor.Of(_group, row, long.MaxValue);
            foreach (ref var age in ages.AsSpan(Starts[row]..Starts[row + 1]))
            {
                age = since < 0 || age < since ? -1 : age - since;
            }
        }

        return EventOrder.Of(ages, Starts);
    }

    private ReadOnlySpan<LoggedEvent> Of(int row)
    {
        var history = _group.Columns.Views[_group.First + row].Events;
        return _plan switch
        {
            { Names: null } => history.All.AsSpan(),
            { Names.Count: 1, Where: null } => history[_plan.Names[0]].AsSpan(),
            _ => EventColumn.Select(_plan, history).ToArray(),
        };
    }
}
