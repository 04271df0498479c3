using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>Memberships over time, as far as the facts of a view tell: from one possible change to the next.</summary>
internal static class EntrySearch
{
    /// <summary>The membership at <paramref name="from"/>, and at each instant up to <paramref name="to"/> at which it can have changed.</summary>
    public static IEnumerable<(DateTimeOffset At, bool IsMember)> Walk(
        SegmentDefinition definition, RuleContext context, DateTimeOffset from, DateTimeOffset to)
    {
        for (DateTimeOffset? at = from; at is { } instant && instant <= to; at = Flips.NextChange(definition, context.At(instant)))
        {
            yield return (instant, ReferenceEvaluator.IsMember(definition, context.At(instant)));
        }
    }

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
        foreach (var (at, isMember) in Walk(definition, context, context.Now - rule.EnteredWithin!.Value, context.Now))
        {
            entered = isMember && !wasMember ? at : entered;
            wasMember = isMember;
        }

        return entered;
    }
}
