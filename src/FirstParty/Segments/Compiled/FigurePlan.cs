using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A number computed from a stretch of a column.</summary>
internal sealed class FigurePlan(EventFigure figure, int column, WindowPlan window, int key, TimeZoneInfo zone)
{
    public decimal? Compute(in PlanContext context)
    {
        var events = context.Frame.Column(column);
        var (from, to) = window.Range(events, context);
        return figure.Number switch
        {
            EventNumber.Count => to - from,
            EventNumber.DistinctDays => events.Days(key, zone).Distinct(from, to),
            _ => Compute(events.Property(key, figure.Of!), from, to),
        };
    }

    public long NextBoundary(in PlanContext context) => window.NextBoundary(context.Frame.Column(column), context);

    private decimal? Compute(PropertyColumn values, int from, int to) => figure.Number switch
    {
        EventNumber.Sum => values.Sum(from, to),
        EventNumber.Distinct => values.Distinct(from, to),
        EventNumber.Avg => values.Numbers(from, to) is var count and > 0 ? values.Sum(from, to) / count : null,
        _ => values.Extreme(from, to, greatest: figure.Number == EventNumber.Max),
    };
}
