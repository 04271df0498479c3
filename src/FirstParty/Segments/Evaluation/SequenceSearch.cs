using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>The starts of a sequence that can be completed.</summary>
internal static class SequenceSearch
{
    public static List<LoggedEvent> Starts(SequenceRule rule, RuleContext context)
    {
        var steps = rule.Steps.Select(step => Matching(step, rule, context)).ToList();
        var forbidden = rule.Without.SelectMany(step => Matching(step, rule, context)).ToList();
        return steps[0].FindAll(start => !IsVoid(rule, start, forbidden) && CanComplete(rule, start, steps));
    }

    private static List<LoggedEvent> Matching(SequenceStep step, SequenceRule rule, RuleContext context)
    {
        var events = EventSelection.Of([step.Event], rule.Within, step.Where, context);
        return rule.SameProperty is null ? events : events.FindAll(e => Shared(rule, e) is not null);
    }

    private static AttributeValue? Shared(SequenceRule rule, LoggedEvent e) =>
        rule.SameProperty is null ? null : AttributePath.Find(e.Properties, rule.SameProperty);

    private static bool Shares(SequenceRule rule, LoggedEvent start, LoggedEvent other) =>
        rule.SameProperty is null || Shared(rule, start)!.Equals(Shared(rule, other));

    private static bool IsVoid(SequenceRule rule, LoggedEvent start, List<LoggedEvent> forbidden) => forbidden.Exists(other =>
        IsAfter(other, start) && Shares(rule, start, other)
        && (rule.MaxSpan is not { } span || other.OccurredAt - start.OccurredAt <= span));

    // Step by step, the events that the sequence can have reached.
    private static bool CanComplete(SequenceRule rule, LoggedEvent start, List<List<LoggedEvent>> steps)
    {
        List<LoggedEvent> reached = [start];
        for (var i = 1; i < steps.Count && reached.Count > 0; i++)
        {
            var (step, before) = (rule.Steps[i], reached);
            reached = steps[i].FindAll(e =>
                Shares(rule, start, e)
                && (rule.MaxSpan is not { } span || e.OccurredAt - start.OccurredAt <= span)
                && before.Exists(previous => Follows(step, previous, e)));
        }

        return reached.Count > 0;
    }

    private static bool Follows(SequenceStep step, LoggedEvent previous, LoggedEvent e)
    {
        var gap = e.OccurredAt - previous.OccurredAt;
        return IsAfter(e, previous) && (step.MinGap is not { } least || gap >= least) && (step.MaxGap is not { } most || gap <= most);
    }

    private static bool IsAfter(LoggedEvent later, LoggedEvent earlier) =>
        later.OccurredAt.CompareTo(earlier.OccurredAt) is var byTime && (byTime > 0 || (byTime == 0 && later.Id > earlier.Id));
}
