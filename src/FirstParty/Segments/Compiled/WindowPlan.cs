using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A window as a stretch of a column.</summary>
internal abstract class WindowPlan
{
    /// <summary>Finds the events in the window: those at [from, to). Empty when the anchor is missing.</summary>
    public abstract (int From, int To) Range(EventColumn column, in PlanContext context);

    /// <summary>The earliest instant after now at which an event of the column can enter, or so many can have left.</summary>
    public virtual long NextBoundary(EventColumn column, in PlanContext context, int many = 1) => PlanNode.Never;

    /// <summary>The index after the last event that is not in the future.</summary>
    protected static int Known(EventColumn column, long now)
    {
        var ticks = column.Ticks;
        return ticks.Length == 0 || ticks[^1] <= now ? ticks.Length : column.IndexOf(now + 1);
    }

    protected static (int From, int To) Between(EventColumn column, long start, long end, long now)
    {
        var from = column.IndexOf(start);
        return (from, Math.Max(from, end > now ? Known(column, now) : column.IndexOf(end)));
    }

    internal sealed class All : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context) => (0, Known(column, context.Now));
    }

    internal sealed class Last(long length) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context)
        {
            var to = Known(column, context.Now);
            return (Math.Min(column.IndexOf(context.Now - length), to), to);
        }

        public override long NextBoundary(EventColumn column, in PlanContext context, int many = 1)
        {
            var from = column.IndexOf(context.Now - length);
            return many <= column.Ticks.Length - from ? column.Ticks[from + many - 1] + length + 1 : PlanNode.Never;
        }
    }

    internal sealed class BetweenAges(long far, long near) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context) =>
            Between(column, context.Now - far, context.Now - near, context.Now);

        public override long NextBoundary(EventColumn column, in PlanContext context, int many = 1)
        {
            var (leaving, entering) = (column.IndexOf(context.Now - far), column.IndexOf(context.Now - near));
            return Math.Min(
                leaving < column.Ticks.Length ? column.Ticks[leaving] + far + 1 : PlanNode.Never,
                entering < column.Ticks.Length ? column.Ticks[entering] + near + 1 : PlanNode.Never);
        }
    }

    internal sealed class Fixed(long start, long end) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context) => Between(column, start, end, context.Now);
    }

    /// <summary>From the first or last event of a column, or from when anything was first known.</summary>
    internal sealed class Anchored(int? anchorColumn, bool isFirst, long length) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context)
        {
            var anchor = Anchor(context);
            return anchor < 0 ? (0, 0) : Between(column, anchor, anchor + length, context.Now);
        }

        private long Anchor(in PlanContext context)
        {
            if (anchorColumn is not { } index)
            {
                return context.Frame.FirstSeen <= context.Now ? context.Frame.FirstSeen : -1;
            }

            var anchors = context.Frame.Column(index);
            var known = Known(anchors, context.Now);
            return known == 0 ? -1 : anchors.Ticks[isFirst ? 0 : known - 1];
        }
    }

    /// <summary>From the first of the last run of events in which each follows another within a gap.</summary>
    internal sealed class LastSession(int allColumn, long gap) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context)
        {
            var all = context.Frame.Column(allColumn);
            var first = Known(all, context.Now) - 1;
            if (first < 0)
            {
                return (0, 0);
            }

            while (first > 0 && all.Ticks[first] - all.Ticks[first - 1] <= gap)
            {
                first--;
            }

            return Between(column, all.Ticks[first], long.MaxValue, context.Now);
        }
    }

    internal sealed class AfterTrait(int slot, long length) : WindowPlan
    {
        public override (int From, int To) Range(EventColumn column, in PlanContext context)
        {
            var anchor = context.Frame.Slots[slot].Instant;
            return anchor < 0 ? (0, 0) : Between(column, anchor, anchor + length, context.Now);
        }
    }

    /// <summary>A period of the calendar; the one found last is kept, since it holds until the current period ends.</summary>
    internal sealed class Calendar(EventWindow.Calendar window, TimeZoneInfo zone) : WindowPlan
    {
        private Period? _last;

        public override (int From, int To) Range(EventColumn column, in PlanContext context)
        {
            var period = PeriodAt(context.Now);
            return Between(column, period.Start, period.End, context.Now);
        }

        // Conservative: whenever a new period begins while there are events that can still be moved by it.
        public override long NextBoundary(EventColumn column, in PlanContext context, int many = 1)
        {
            var period = PeriodAt(context.Now);
            return column.Ticks.Length > 0 && column.Ticks[^1] >= period.Start ? period.ValidTo : PlanNode.Never;
        }

        private Period PeriodAt(long now)
        {
            if (_last is { } kept && now >= kept.ValidFrom && now < kept.ValidTo)
            {
                return kept;
            }

            var today = Zones.DayOf(new DateTimeOffset(now, TimeSpan.Zero), zone);
            long StartOf(int offset) => Zones.StartOf(Zones.StartOf(window.Period, today, offset), zone).UtcTicks;
            return _last = new Period(StartOf(window.Offset), StartOf(window.Offset + 1), StartOf(0), StartOf(1));
        }

        private sealed record Period(long Start, long End, long ValidFrom, long ValidTo);
    }
}
