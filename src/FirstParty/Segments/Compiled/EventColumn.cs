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
    private readonly LoggedEvent[] _events;
    private readonly int[]? _starts;
    private PropertyColumn?[] _properties = [];
    private DayColumn?[] _days = [];

    /// <summary>Puts events together: one person's, or those of many one after the other, each person's sorted.</summary>
    /// <param name="events">The events.</param>
    /// <param name="starts">Where each person's begin, or null for one person.</param>
    public EventColumn(LoggedEvent[] events, int[]? starts = null)
    {
        (_events, _starts) = (events, starts);
        Ticks = Array.ConvertAll(events, e => e.OccurredAt.UtcTicks);
    }

    // Filters of columns look at no clock and at no zone.
    private static RuleContext NoContext { get; } = new(
        new ProfileView { Id = default, Purpose = string.Empty }, DateTimeOffset.MaxValue, TimeZoneInfo.Utc, SegmentSet.Empty);

    /// <summary>When each event was, in UTC ticks, ascending.</summary>
    public long[] Ticks { get; }

    public LoggedEvent this[int index] => _events[index];

    public static EventColumn Of(ColumnPlan plan, EventHistory history) => new([.. Select(plan, history)]);

    /// <summary>The events of a selection, oldest first.</summary>
    public static IEnumerable<LoggedEvent> Select(ColumnPlan plan, EventHistory history)
    {
        if (plan.Names is null)
        {
            return history.All;
        }

        var named = plan.Names.Count == 1 ? history[plan.Names[0]] : history.All;
        return named.Where(e => plan.Names.Contains(e.Name) && EventSelection.Passes(plan.Where, e, NoContext));
    }

    /// <summary>The index of the first event at or after an instant.</summary>
    public int IndexOf(long ticks) => IndexOf(ticks, 0, Ticks.Length);

    /// <summary>The index of the first event at or after an instant, within a stretch.</summary>
    public int IndexOf(long ticks, int low, int high)
    {
        if (high > low && Ticks[high - 1] < ticks)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Ticks[middle] < ticks)
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
    public PropertyColumn Property(int key, string name) => At(ref _properties, key) ??= PropertyColumn.Of(_events, name, _starts);

    /// <summary>The local days; <paramref name="key"/> is the zone's number among those asked of this selection.</summary>
    public DayColumn Days(int key, TimeZoneInfo zone) => At(ref _days, key) ??= DayColumn.Of(_events, zone);

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
