using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A window that is the same stretch of time for everybody, or starts at an anchor of each.</summary>
internal sealed class BatchWindow(EventWindow? window, TimeZoneInfo? zone, int? anchor)
{
    /// <summary>Whether everybody's window is the same stretch of time.</summary>
    public bool IsShared => anchor is null;

    /// <summary>The shared stretch [start, end), cut off after now.</summary>
    public (long Start, long End) Shared(long now)
    {
        var (start, end) = window switch
        {
            EventWindow.Last last => (now - last.Length.Ticks, long.MaxValue),
            EventWindow.Between between => (now - between.Far.Ticks, now - between.Near.Ticks),
            EventWindow.Fixed between => (between.From.UtcTicks, between.To?.UtcTicks ?? long.MaxValue),
            EventWindow.Calendar calendar => OfCalendar(calendar, now),
            _ => (0L, long.MaxValue),
        };
        return (start, Math.Min(end, now + 1));
    }

    /// <summary>A row's stretch [start, end), cut off after now; empty without an anchor.</summary>
    public (long Start, long End) Of(BatchContext context, int row)
    {
        var first = (EventWindow.First)window!;
        var table = context.Columns.Events(anchor!.Value);
        var (from, to) = table.Newest <= context.Now ? (table.Starts[row], table.Starts[row + 1]) : table.Range(row, 0, context.Now + 1);
        if (from == to)
        {
            return (0, 0);
        }

        var start = table.Events.Ticks[first.After is WindowAnchor.LastOf or WindowAnchor.LastEvent ? to - 1 : from];
        return (start, Math.Min(start + first.Length.Ticks, context.Now + 1));
    }

    private (long Start, long End) OfCalendar(EventWindow.Calendar calendar, long now)
    {
        var today = Zones.DayOf(new DateTimeOffset(now, TimeSpan.Zero), zone!);
        long StartOf(int offset) => Zones.StartOf(Zones.StartOf(calendar.Period, today, offset), zone!).UtcTicks;
        return (StartOf(calendar.Offset), StartOf(calendar.Offset + 1));
    }
}
