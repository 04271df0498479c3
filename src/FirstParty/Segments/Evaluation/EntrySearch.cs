using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>When the present membership of a segment began, as far as the facts tell.</summary>
internal static class EntrySearch
{
    /// <summary>The start of the present spell, when there is one and it is no earlier than the rule says; otherwise null.</summary>
    public static DateTimeOffset? EnteredWithin(InSegmentRule rule, RuleContext context)
    {
        var definition = context.Set[rule.Segment];
        if (!ReferenceEvaluator.IsMember(definition, context))
        {
            return null;
        }

        DateTimeOffset? entered = null;
        var wasMember = true;
        for (DateTimeOffset? at = context.Now - rule.EnteredWithin!.Value; at < context.Now; at = Flips.NextChange(definition, context.At(at.Value)))
        {
            var isMember = ReferenceEvaluator.IsMember(definition, context.At(at.Value));
            entered = isMember && !wasMember ? at : entered;
            wasMember = isMember;
        }

        return wasMember ? entered : context.Now;
    }
}
