using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>A half-open stretch of time [Start, End) in UTC ticks, already cut off after <c>now</c>.</summary>
internal readonly record struct TimeInterval(long Start, long End)
{
    public bool Contains(DateTimeOffset instant) => instant.UtcTicks >= Start && instant.UtcTicks < End;

    /// <summary>The stretch of a window at the context's instant; null when its anchor is missing.</summary>
    public static TimeInterval? Of(EventWindow? window, RuleContext context)
    {
        var now = context.Now.UtcTicks;
        var interval = window switch
        {
            null => new TimeInterval(0, long.MaxValue),
            EventWindow.Last last => new TimeInterval(now - last.Length.Ticks, long.MaxValue),
            EventWindow.Between between => new TimeInterval(now - between.Far.Ticks, now - between.Near.Ticks),
            EventWindow.Fixed @fixed => new TimeInterval(@fixed.From.UtcTicks, @fixed.To?.UtcTicks ?? long.MaxValue),
            EventWindow.First first => AnchorOf(first.After, context) is { } anchor
                ? new TimeInterval(anchor.UtcTicks, anchor.UtcTicks + first.Length.Ticks)
                : (TimeInterval?)null,
            EventWindow.Session session => StartOf(session, context) is { } start ? new TimeInterval(start.UtcTicks, long.MaxValue) : null,
            EventWindow.Calendar calendar => OfCalendar(calendar, context),
            _ => throw new ArgumentException("Not a window of this library.", nameof(window)),
        };
        return interval is { } found ? found with { End = Math.Min(found.End, now + 1) } : null;
    }

    private static DateTimeOffset? StartOf(EventWindow.Session session, RuleContext context)
    {
        DateTimeOffset? start = null;
        foreach (var time in Times(context.View.Events.Names, context).OrderDescending())
        {
            if (start is { } later && later - time > session.Gap)
            {
                break;
            }

            start = time;
        }

        return start;
    }

    private static TimeInterval OfCalendar(EventWindow.Calendar calendar, RuleContext context)
    {
        var zone = context.ZoneOf(calendar);
        var today = Zones.DayOf(context.Now, zone);
        var start = Zones.StartOf(calendar.Period, today, calendar.Offset);
        var end = Zones.StartOf(calendar.Period, today, calendar.Offset + 1);
        return new TimeInterval(Zones.StartOf(start, zone).UtcTicks, Zones.StartOf(end, zone).UtcTicks);
    }

    private static DateTimeOffset? AnchorOf(WindowAnchor anchor, RuleContext context)
    {
        var known = context.View.Events;
        return anchor switch
        {
            WindowAnchor.FirstSeen => context.View.FirstSeen is { } seen && seen <= context.Now ? seen : null,
            WindowAnchor.FirstEvent => Times(known.Names, context).Select(time => (DateTimeOffset?)time).Min(),
            WindowAnchor.LastEvent => Times(known.Names, context).Select(time => (DateTimeOffset?)time).Max(),
            WindowAnchor.FirstOf { Event: var name } => Times([name], context).Select(time => (DateTimeOffset?)time).Min(),
            WindowAnchor.LastOf { Event: var name } => Times([name], context).Select(time => (DateTimeOffset?)time).Max(),
            WindowAnchor.Trait { Name: var name } => ValueTests.InstantOf(AttributePath.Find(context.View, name, context.Now)?.Value),
            _ => throw new ArgumentException("Not an anchor of this library.", nameof(anchor)),
        };
    }

    private static IEnumerable<DateTimeOffset> Times(IEnumerable<string> names, RuleContext context) =>
        names.SelectMany(name => context.View.Events[name]).Select(e => e.OccurredAt).Where(time => time <= context.Now);
}
