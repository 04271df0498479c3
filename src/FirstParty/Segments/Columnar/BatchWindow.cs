using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A window that is the same stretch of time for everybody, or starts at an anchor of each.</summary>
/// <param name="Window">The window as the rule says it; null for all time up to now.</param>
/// <param name="Zone">The zone of a calendar; otherwise null.</param>
/// <param name="Anchor">Where each person's starts; null for a shared stretch.</param>
internal sealed record BatchWindow(EventWindow? Window, TimeZoneInfo? Zone, RowAnchor? Anchor)
{
    /// <summary>How long a window is that starts at an anchor, in ticks.</summary>
    public long Length => ((EventWindow.First)Window!).Length.Ticks;

    /// <summary>The shared stretch [start, end), cut off after now.</summary>
    public (long Start, long End) Shared(long now)
    {
        var (start, end) = Window switch
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
        if (Anchor is not { } anchor)
        {
            return Shared(context.Now);
        }

        var start = anchor.Of(context.Group, row, context.Now);
        return start < 0 ? (0, 0) : (start, Math.Min(start + Length, context.Now + 1));
    }

    private (long Start, long End) OfCalendar(EventWindow.Calendar calendar, long now)
    {
        var today = Zones.DayOf(new DateTimeOffset(now, TimeSpan.Zero), Zone!);
        long StartOf(int offset) => Zones.StartOf(Zones.StartOf(calendar.Period, today, offset), Zone!).UtcTicks;
        return (StartOf(calendar.Offset), StartOf(calendar.Offset + 1));
    }
}
