using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments.Compiled;

namespace FirstParty.Segments.Columnar;

/// <summary>
/// One selection of the events of many people, twice: person by person, and all together by time, so that a sliding window is one stretch of it.
/// </summary>
internal sealed class EventTable
{
    private readonly Lazy<(long[] Ticks, int[] Rows, int[] Indexes)> _byTime;

    private EventTable(EventColumn events, int[] starts)
    {
        (Events, Starts) = (events, starts);
        Newest = events.Ticks.Length == 0 ? 0 : events.Ticks.ToArray().Max();
        _byTime = new(SortByTime);
    }

    /// <summary>The events person by person.</summary>
    public EventColumn Events { get; }

    /// <summary>Where each row's events begin; one more than there are rows.</summary>
    public int[] Starts { get; }

    /// <summary>The time of the newest event.</summary>
    public long Newest { get; }

    /// <summary>The times in ascending order, with the row and the index of each.</summary>
    public (long[] Ticks, int[] Rows, int[] Indexes) ByTime => _byTime.Value;

    public static EventTable Of(ColumnPlan plan, IReadOnlyList<ProfileView> views)
    {
        var events = new List<LoggedEvent>();
        var starts = new int[views.Count + 1];
        for (var row = 0; row < views.Count; row++)
        {
            events.AddRange(EventColumn.Select(plan, views[row].Events));
            starts[row + 1] = events.Count;
        }

        return new EventTable(new EventColumn([.. events], starts), starts);
    }

    /// <summary>The stretch of a row's events in [start, end).</summary>
    public (int From, int To) Range(int row, long start, long end)
    {
        var (low, high) = (Starts[row], Starts[row + 1]);
        if (low == high || start >= end)
        {
            return (low, low);
        }

        var ticks = Events.Ticks;
        var from = ticks[low] >= start ? low : Events.IndexOf(start, low, high);
        return (from, ticks[high - 1] < end ? high : Events.IndexOf(end, from, high));
    }

    private (long[] Ticks, int[] Rows, int[] Indexes) SortByTime()
    {
        var ticks = Events.Ticks.ToArray();
        var indexes = Enumerable.Range(0, ticks.Length).ToArray();
        var rowOf = new int[ticks.Length];
        for (var row = 0; row < Starts.Length - 1; row++)
        {
            rowOf.AsSpan(Starts[row]..Starts[row + 1]).Fill(row);
        }

        Array.Sort(ticks, indexes);
        return (ticks, Array.ConvertAll(indexes, index => rowOf[index]), indexes);
    }
}
