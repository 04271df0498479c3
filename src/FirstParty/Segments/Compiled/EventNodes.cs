using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A question about a stretch of a column.</summary>
internal abstract class MeasurePlan
{
    public abstract bool Holds(EventColumn column, int from, int to, long now);

    /// <summary>The earliest instant after now at which the answer can change while the window stays as it is.</summary>
    public virtual long NextBoundary(EventColumn column, int from, int to, long now) => PlanNode.Never;

    /// <summary>How many of the oldest events at least must leave the stretch before the answer can change.</summary>
    public virtual int Leaving(EventColumn column, int from, int to) => 1;

    internal sealed class Exists : MeasurePlan
    {
        public override bool Holds(EventColumn column, int from, int to, long now) => to > from;

        public override int Leaving(EventColumn column, int from, int to) => Math.Max(1, to - from);
    }

    internal sealed class Count(NumberTest test) : MeasurePlan
    {
        private readonly FixedRange _range = FixedRange.Of(test, 1);

        public override bool Holds(EventColumn column, int from, int to, long now) => _range.Contains(to - from);

        public override int Leaving(EventColumn column, int from, int to) =>
            _range.NextBelow(to - from) is { } other and >= 0 ? to - from - (int)other : int.MaxValue;
    }

    internal sealed class DistinctDays(NumberTest test, int key, TimeZoneInfo zone) : MeasurePlan
    {
        private readonly FixedRange _range = FixedRange.Of(test, 1);

        public override bool Holds(EventColumn column, int from, int to, long now) => _range.Contains(column.Days(key, zone).Distinct(from, to));
    }

    internal sealed class Number(EventMeasure.Number measure, int key) : MeasurePlan
    {
        private readonly FixedRange _range = FixedRange.Of(measure.Test, measure.Kind == EventNumber.Distinct ? 1 : FixedNumber.Scale);
        private readonly NearRange _near = NearRange.Of(measure.Test);

        public override bool Holds(EventColumn column, int from, int to, long now)
        {
            var values = column.Property(key, measure.Of!);
            return measure.Kind switch
            {
                EventNumber.Sum when values.IsFixed => _range.Contains(values.Units(from, to)),
                EventNumber.Sum => measure.Test.Holds(values.Sum(from, to)),
                EventNumber.Distinct => _range.Contains(values.Distinct(from, to)),
                EventNumber.Avg => HoldsMean(values, from, to),
                _ when values.Numbers(from, to) == 0 => measure.Test.Holds(null),
                _ when values.IsFixed => _range.Contains(values.ExtremeUnits(from, to, measure.Kind == EventNumber.Max)),
                _ => measure.Test.Holds(values.Extreme(from, to, measure.Kind == EventNumber.Max)),
            };
        }

        // The sums over what is left fall from event to event.
        public override int Leaving(EventColumn column, int from, int to)
        {
            var values = column.Property(key, measure.Of!);
            if (measure.Kind != EventNumber.Sum || !values.IsFixed || !values.IsRising)
            {
                return 1;
            }

            var other = _range.NextBelow(values.Units(from, to)) ?? -1;
            if (other < 0)
            {
                return int.MaxValue;
            }

            var (low, high) = (from + 1, to);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = values.Units(middle, to) <= other ? (low, middle) : (middle + 1, high);
            }

            return low - from;
        }

        private bool HoldsMean(PropertyColumn values, int from, int to)
        {
            var count = values.Numbers(from, to);
            if (count > 0 && values.IsFixed && _near.Contains(values.Units(from, to) / (double)FixedNumber.Scale / count) is { } clear)
            {
                return clear;
            }

            return measure.Test.Holds(count > 0 ? values.Sum(from, to) / count : null);
        }
    }

    internal sealed class Property(EventMeasure.Property measure, int key) : MeasurePlan
    {
        public override bool Holds(EventColumn column, int from, int to, long now)
        {
            var value = to > from ? column.Property(key, measure.Of)[measure.IsFirst ? from : to - 1] : null;
            return ValueTests.Holds(measure.Test, value, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
        }
    }

    internal sealed class Regularly(EventMeasure.Regularly measure) : MeasurePlan
    {
        private readonly FixedRange _range = FixedRange.Of(measure.Test, 1);

        // The events are in order, so those of one stretch stand together.
        public override bool Holds(EventColumn column, int from, int to, long now)
        {
            var (count, last) = (0, -1L);
            for (var i = from; i < to; i++)
            {
                var stretch = (now - column.Ticks[i]) / measure.Each.Ticks;
                count += stretch != last && stretch < measure.Stretches ? 1 : 0;
                last = stretch;
            }

            return _range.Contains(count);
        }

        public override long NextBoundary(EventColumn column, int from, int to, long now)
        {
            var next = PlanNode.Never;
            for (var i = from; i < to; i++)
            {
                var stretch = (now - column.Ticks[i]) / measure.Each.Ticks;
                next = stretch < measure.Stretches ? Math.Min(next, column.Ticks[i] + ((stretch + 1) * measure.Each.Ticks)) : next;
            }

            return next;
        }
    }

    internal sealed class Sessions(EventMeasure.Sessions measure) : MeasurePlan
    {
        private readonly FixedRange _range = FixedRange.Of(measure.Test, 1);

        public override bool Holds(EventColumn column, int from, int to, long now)
        {
            var count = 0;
            for (var i = from; i < to; i++)
            {
                count += i == from || column.Ticks[i] - column.Ticks[i - 1] > measure.Gap.Ticks ? 1 : 0;
            }

            return _range.Contains(count);
        }
    }

    internal sealed class Time(EventMeasure.Time measure) : MeasurePlan
    {
        private readonly InstantPlan _test = new(measure.Test);

        public override bool Holds(EventColumn column, int from, int to, long now) => _test.Holds(At(column, from, to), now);

        public override long NextBoundary(EventColumn column, int from, int to, long now) => _test.NextFlip(At(column, from, to), now);

        private long At(EventColumn column, int from, int to) => to > from ? column.Ticks[measure.IsFirst ? from : to - 1] : -1;
    }
}

/// <summary>A leaf on events: a column, a window, measures that must all hold.</summary>
internal sealed class EventNode(int column, WindowPlan window, MeasurePlan[] measures) : PlanNode
{
    /// <summary>How many boundaries are tried before the next one is given as a conservative answer.</summary>
    private const int MaxSteps = 64;

    public override int Cost => 30;

    public override bool Holds(in PlanContext context)
    {
        var events = context.Frame.Column(column);
        var (from, to) = window.Range(events, context);
        foreach (var measure in measures)
        {
            if (!measure.Holds(events, from, to, context.Now))
            {
                return false;
            }
        }

        return true;
    }

    public override long NextFlip(in PlanContext context)
    {
        var holds = Holds(context);
        var at = NextBoundary(context);
        for (var steps = 1; at != Never && steps < MaxSteps; steps++)
        {
            var then = context.At(at);
            if (Holds(then) != holds)
            {
                return at;
            }

            at = NextBoundary(then);
        }

        return at;
    }

    private long NextBoundary(in PlanContext context)
    {
        var events = context.Frame.Column(column);
        var (from, to) = window.Range(events, context);
        var leaving = int.MaxValue;
        foreach (var measure in measures)
        {
            leaving = Math.Min(leaving, measure.Leaving(events, from, to));
        }

        var next = window.NextBoundary(events, context, leaving);
        foreach (var measure in measures)
        {
            next = Math.Min(next, measure.NextBoundary(events, from, to, context.Now));
        }

        return next;
    }
}
