using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Scores against a population.</summary>
internal sealed class RfmNode(RfmRule rule, RfmScale scale, int column, int property, WindowPlan window) : PlanNode
{
    public override int Cost => 50;

    public override bool Holds(in PlanContext context)
    {
        var events = context.Frame.Column(column);
        var (from, to) = window.Range(events, context);
        if (to == from)
        {
            return false;
        }

        var age = TimeSpan.FromTicks(context.Now - events.Ticks[to - 1]);
        var (recency, frequency, monetary) = scale.Score(age, to - from, events.Property(property, rule.Of).Sum(from, to));
        return (rule.Recency is null || rule.Recency.Holds(recency))
            && (rule.Frequency is null || rule.Frequency.Holds(frequency))
            && (rule.Monetary is null || rule.Monetary.Holds(monetary));
    }

    // Whatever can move a score: an event that leaves, or the last one passing an age.
    public override long NextFlip(in PlanContext context)
    {
        var events = context.Frame.Column(column);
        var (from, to) = window.Range(events, context);
        var next = window.NextBoundary(events, context);
        foreach (var age in scale.Ages.AsSpan())
        {
            var passes = to > from ? events.Ticks[to - 1] + age.Ticks + 1 : Never;
            next = passes > context.Now ? Math.Min(next, passes) : next;
        }

        return next;
    }
}
