using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>A leaf that is rare or looks beyond the frame, by its plain meaning: zones of the profile, filters with a clock, anniversaries,
/// when a segment was entered. Allocates.</summary>
internal sealed class ReferenceNode(SegmentRule rule, SegmentDefinition definition, SegmentSet set) : PlanNode
{
    public override int Cost => 1_000;

    public override bool Holds(in PlanContext context) => ReferenceEvaluator.Holds(rule, ContextOf(context));

    public override long NextFlip(in PlanContext context) => Flips.Next(rule, ContextOf(context))?.UtcTicks ?? Never;

    private RuleContext ContextOf(in PlanContext context) =>
        new RuleContext(context.Frame.View, new DateTimeOffset(context.Now, TimeSpan.Zero), TimeZoneInfo.Utc, set).For(definition);
}
