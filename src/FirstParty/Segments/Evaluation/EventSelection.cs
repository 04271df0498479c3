using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>The events of some names in a window that pass a filter, in the order (time, fact id), and the numbers computed from them.</summary>
internal static class EventSelection
{
    public static List<LoggedEvent> Of(IEnumerable<string> names, EventWindow? window, SegmentRule? where, RuleContext context)
    {
        if (TimeInterval.Of(window, context) is not { } interval)
        {
            return [];
        }

        return [.. names
            .SelectMany(name => context.View.Events[name])
            .Where(e => interval.Contains(e.OccurredAt) && Passes(where, e, context))
            .OrderBy(e => e.OccurredAt).ThenBy(e => e.Id)];
    }

    /// <summary>Whether an event passes a filter; null is no filter.</summary>
    public static bool Passes(SegmentRule? where, LoggedEvent e, RuleContext context) => where switch
    {
        null => true,
        PropertyRule leaf => context.Passes(leaf.Test, AttributePath.Find(e.Properties, leaf.Property)),
        AllRule all => all.Rules.All(rule => Passes(rule, e, context)),
        AnyRule any => any.Rules.Any(rule => Passes(rule, e, context)),
        NotRule not => !Passes(not.Rule, e, context),
        AtLeastRule some => some.Rules.Count(rule => Passes(rule, e, context)) >= some.Count,
        _ => throw new ArgumentException("A filter tests properties and nothing else.", nameof(where)),
    };

    public static decimal? Compute(EventMeasure.Number measure, List<LoggedEvent> events, TimeZoneInfo zone)
    {
        var numbers = measure.Of is null ? [] : events.Select(e => AttributePath.Find(e.Properties, measure.Of)?.AsNumber()).OfType<decimal>();
        return measure.Kind switch
        {
            EventNumber.Count => events.Count,
            EventNumber.DistinctDays => events.Select(e => Zones.DayOf(e.OccurredAt, zone)).Distinct().Count(),
            EventNumber.Sum => Sum(numbers).Total,
            EventNumber.Avg => Sum(numbers) is { Count: > 0 } sum ? sum.Total / sum.Count : null,
            EventNumber.Min => numbers.Select(number => (decimal?)number).Min(),
            EventNumber.Max => numbers.Select(number => (decimal?)number).Max(),
            _ => events.Select(e => AttributePath.Find(e.Properties, measure.Of!)).OfType<AttributeValue>().Distinct().Count(),
        };
    }

    /// <summary>The value a property takes most often, of several the one that occurred last, or the list of all its values; null when it has none.</summary>
    public static AttributeValue? Values(EventMeasure.Values measure, List<LoggedEvent> events)
    {
        var values = events.Select(e => AttributePath.Find(e.Properties, measure.Of)).OfType<AttributeValue>().ToList();
        if (values.Count == 0)
        {
            return null;
        }

        return measure.IsMostFrequent
            ? values.Select((value, index) => (Value: value, Index: index)).GroupBy(pair => pair.Value)
                .OrderByDescending(same => same.Count()).ThenByDescending(same => same.Max(pair => pair.Index)).First().Key
            : AttributeValue.ListOf([.. values.Distinct()]);
    }

    /// <summary>In how many of the last stretches there is an event.</summary>
    public static int Regular(EventMeasure.Regularly measure, List<LoggedEvent> events, DateTimeOffset now) => events
        .Select(e => (now - e.OccurredAt).Ticks / measure.Each.Ticks)
        .Where(stretch => stretch < measure.Stretches)
        .Distinct().Count();

    /// <summary>How many sessions events make up.</summary>
    public static int Sessions(EventMeasure.Sessions measure, List<LoggedEvent> events) =>
        events.Where((e, i) => i == 0 || e.OccurredAt - events[i - 1].OccurredAt > measure.Gap).Count();

    /// <summary>A figure of a person.</summary>
    public static decimal? Compute(EventFigure figure, RuleContext context) =>
        Compute(figure.Measure, Of(figure.Names, figure.Within, figure.Where, context), context.Zone);

    /// <summary>Adds without ever overflowing: beyond the range of <see cref="decimal"/> the sum stays at its end.</summary>
    public static decimal Add(decimal left, decimal right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return right > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }

    private static (decimal Total, int Count) Sum(IEnumerable<decimal> numbers)
    {
        var (total, count) = (0m, 0);
        foreach (var number in numbers)
        {
            (total, count) = (Add(total, number), count + 1);
        }

        return (total, count);
    }
}
