using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A weighted sum of nodes, compared.</summary>
internal sealed class ScoreNode(PlanNode[] nodes, long[] units, NumberTest test) : PlanNode
{
    private readonly FixedRange _range = FixedRange.Of(test, FixedNumber.Scale);

    public override int Cost { get; } = nodes.Sum(node => node.Cost);

    public override bool Holds(in PlanContext context)
    {
        var total = 0L;
        for (var i = 0; i < nodes.Length; i++)
        {
            total += nodes[i].Holds(context) ? units[i] : 0;
        }

        return _range.Contains(total);
    }

    // The soonest of all is early enough, and never late.
    public override long NextFlip(in PlanContext context)
    {
        var first = Never;
        foreach (var node in nodes)
        {
            first = Math.Min(first, node.NextFlip(context));
        }

        return first;
    }

    /// <summary>Points in ten-thousandths, which they are exactly.</summary>
    public static long UnitsOf(decimal points) => FixedNumber.TryFrom(points, out var units)
        ? units
        : throw new ArgumentException("Points have at most four decimals.", nameof(points));
}
