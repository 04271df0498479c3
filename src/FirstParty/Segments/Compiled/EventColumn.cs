using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>
/// The events of one selection, sorted by time, with what rules compute over stretches of them. Properties are read when first asked for; what
/// two threads read twice is equal, so it does not matter whose is kept.
/// </summary>
internal sealed class EventColumn
{
    private readonly int[]? _starts;
    private LoggedEvent[]? _events;
    private long[] _ticks;
    private int _count;
    private PropertyColumn?[] _properties = [];
    private DayColumn?[] _days = [];

    /// <summary>Puts events together: one person's, or those of many one after the other, each person's sorted.</summary>
    /// <param name="events">The events.</param>
    /// <param name="starts">Where each person's begin, or null for one person.</param>
    public EventColumn(LoggedEvent[] events, int[]? starts = null)
    {
        (_events, _starts, _count) = (events, starts, events.Length);
        _ticks = Array.ConvertAll(events, e => e.OccurredAt.UtcTicks);
    }

    // Filters of columns look at no clock and at no zone.
    private static RuleContext NoContext { get; } = new(
        new ProfileView { Id = default, Purpose = string.Empty }, DateTimeOffset.MaxValue, TimeZoneInfo.Utc, SegmentSet.Empty);

    /// <summary>Whether the events are at hand, and not only what was read of them.</summary>
    public bool HoldsEvents => _events is not null;

    /// <summary>When each event was, in UTC ticks, ascending.</summary>
    public ReadOnlySpan<long> Ticks => _ticks.AsSpan(0, _count);

    public LoggedEvent this[int index] => _events![index];

    public static EventColumn Of(ColumnPlan plan, EventHistory history) =>
        new(plan is { Names.Count: 1, Where: null } ? [.. history[plan.Names[0]]] : [.. Select(plan, history)]);

    /// <summary>The events of a selection, oldest first.</summary>
    public static IEnumerable<LoggedEvent> Select(ColumnPlan plan, EventHistory history)
    {
        if (plan.Names is null)
        {
            return history.All;
        }

        var named = plan.Names.Count == 1 ? history[plan.Names[0]] : history.All;
        return named.Where(e => Selects(plan, e));
    }

    /// <summary>Adds those of further events that the selection takes; they follow all others. For one thread, and one person's events.</summary>
    public void Append(ColumnPlan plan, ReadOnlySpan<LoggedEvent> further)
    {
        foreach (var logged in further)
        {
            if (!Selects(plan, logged))
            {
                continue;
            }

            if (_count == _ticks.Length)
            {
                Array.Resize(ref _ticks, Math.Max(4, _count + (_count >> 1)));
            }

            if (_events is not null)
            {
                Array.Resize(ref _events, _ticks.Length);
                _events[_count] = PurposeGate.Bare(logged);
            }

            _ticks[_count++] = logged.OccurredAt.UtcTicks;
            _days = [];
            foreach (var property in _properties)
            {
                property?.Append(logged);
            }
        }
    }

    /// <summary>Lets go the events, once their properties have been read. For one thread.</summary>
    public void Release(IReadOnlyList<string> properties)
    {
        for (var number = 0; number < properties.Count; number++)
        {
            Property(number, properties[number]);
        }

        _events = null;
    }

    /// <summary>The index of the first event at or after an instant.</summary>
    public int IndexOf(long ticks) => IndexOf(ticks, 0, _count);

    /// <summary>The index of the first event at or after an instant, within a stretch.</summary>
    public int IndexOf(long ticks, int low, int high)
    {
        var all = Ticks;
        if (high > low && all[high - 1] < ticks)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (all[middle] < ticks)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The values of a property; <paramref name="key"/> is the property's number among those asked of this selection.</summary>
    public PropertyColumn Property(int key, string name) => At(ref _properties, key) ??= PropertyColumn.Of(_events.AsSpan(0, _count), name, _starts);

    /// <summary>The local days; <paramref name="key"/> is the zone's number among those asked of this selection.</summary>
    public DayColumn Days(int key, TimeZoneInfo zone) => At(ref _days, key) ??= DayColumn.Of(_ticks[.._count], zone);

    private static bool Selects(ColumnPlan plan, LoggedEvent logged) =>
        plan.Names is null || (plan.Names.Contains(logged.Name) && EventSelection.Passes(plan.Where, logged, NoContext));

    private static ref T? At<T>(ref T?[] cells, int index)
        where T : class
    {
        if (index >= cells.Length)
        {
            Array.Resize(ref cells, index + 1);
        }

        return ref cells[index];
    }
}
