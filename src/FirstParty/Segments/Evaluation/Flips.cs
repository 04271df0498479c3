using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>The earliest instant after <c>now</c> at which a rule's answer can change although nothing new becomes known. Never late.</summary>
internal static class Flips
{
    /// <summary>How many boundaries of a leaf are tried before the next one is given as a conservative answer.</summary>
    private const int MaxSteps = 64;

    /// <summary>When membership can next change; null for never.</summary>
    public static DateTimeOffset? NextChange(SegmentDefinition definition, RuleContext context)
    {
        if (!context.NextFlips.TryGetValue(definition.Id, out var flip))
        {
            var permitted = definition.Purpose is null || context.View.Permitted.Contains(definition.Purpose);
            flip = permitted ? Next(definition.When, context.For(definition)) : null;
            context.NextFlips[definition.Id] = flip;
        }

        return flip;
    }

    /// <summary>When a rule's answer can next change; null for never.</summary>
    public static DateTimeOffset? Next(SegmentRule rule, RuleContext context) => rule switch
    {
        AllRule all => Next(all.Rules, all.Rules.Count, context),
        AnyRule any => Next(any.Rules, 1, context),
        AtLeastRule some => Next(some.Rules, some.Count, context),
        ScoreRule score => score.Parts.Select(part => Next(part.When, context)).Min(),
        NotRule not => Next(not.Rule, context),
        InSegmentRule { EnteredWithin: null } other => NextChange(context.Set[other.Segment], context),
        InSegmentRule other => Earliest(
            NextChange(context.Set[other.Segment], context),
            EntrySearch.EnteredWithin(other, context) + other.EnteredWithin),
        _ => NextOfLeaf(rule, context),
    };

    public static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;

    // At least `needed` of the rules hold, or not. To change that, enough of those on the present side must change: the last of them is the flip.
    private static DateTimeOffset? Next(ValueList<SegmentRule> rules, int needed, RuleContext context)
    {
        var states = rules.Select(rule => (Holds: ReferenceEvaluator.Holds(rule, context), Flip: Next(rule, context))).ToList();
        var holding = states.Count(state => state.Holds);
        var satisfied = holding >= needed;
        var changes = satisfied ? holding - needed + 1 : needed - holding;
        var flips = states.Where(state => state.Holds == satisfied && state.Flip is not null).Select(state => state.Flip).Order().ToList();
        return changes <= flips.Count ? flips[changes - 1] : null;
    }

    private static DateTimeOffset? NextOfLeaf(SegmentRule leaf, RuleContext context)
    {
        var fact = Boundaries.NextFact(leaf, context);
        var current = ReferenceEvaluator.Holds(leaf, context);
        var steps = 0;
        foreach (var boundary in Boundaries.Of(leaf, context).Where(at => at > context.Now).Distinct().Order())
        {
            if (boundary >= fact || ++steps > MaxSteps || ReferenceEvaluator.Holds(leaf, context.At(boundary)) != current)
            {
                return Earliest(boundary, fact);
            }
        }

        return fact;
    }
}
