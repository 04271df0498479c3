using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Two figures, compared.</summary>
internal sealed class RelativeNode(RelativeRule rule, FigurePlan left, FigurePlan right) : PlanNode
{
    public override int Cost => 80;

    public override bool Holds(in PlanContext context) => rule.Holds(left.Compute(context), right.Compute(context));

    // The windows' boundaries: early, never late.
    public override long NextFlip(in PlanContext context) => Math.Min(left.NextBoundary(context), right.NextBoundary(context));
}
