using System.Globalization;
using FirstParty.Events;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>What leaves found, and remarks on what is easily misread: missing values, values of another kind, no events.</summary>
internal static class LeafExplanations
{
    public static SegmentExplanation Of(SegmentExplanation node, TraitRule rule, RuleContext context)
    {
        var found = AttributePath.Find(context.View, rule.Trait, context.Now);
        if (found is not { } trait)
        {
            return node with { Note = "the trait is missing" };
        }

        var fact = trait.Trait;
        var known = LeafEvaluator.IsFrom(rule.Provenance, fact, context.Now);
        return node with
        {
            Found = trait.Value.ToString(),
            Note = known ? Mismatch(rule.Test, trait.Value) : "the value is not of the provenance that is demanded, and counts as missing",
            EvidenceCount = 1,
            Evidence = [new SegmentEvidence(fact.Fact, fact.Name, fact.OccurredAt, fact.ConsentSequence)],
        };
    }

    public static SegmentExplanation Of(SegmentExplanation node, EventRule rule, RuleContext context)
    {
        var events = EventSelection.Of(rule.Names, rule.Within, rule.Where, context);
        var found = rule.Measures.Count == 0
            ? events.Count.ToString(CultureInfo.InvariantCulture)
            : string.Join(", ", rule.Measures.Select(measure => $"{measure.Name} {Found(measure, events, context)}"));
        return WithEvents(node with { Found = found, Note = Note(rule, events, context) }, events);
    }

    public static SegmentExplanation Of(SegmentExplanation node, SequenceRule rule, RuleContext context)
    {
        var starts = SequenceSearch.Starts(rule, context);
        return WithEvents(node with { Found = starts.Count.ToString(CultureInfo.InvariantCulture) }, starts);
    }

    public static SegmentExplanation Of(SegmentExplanation node, RfmRule rule, RuleContext context)
    {
        var scores = LeafEvaluator.Scores(rule, context);
        var note = context.Set.ScaleOf(rule) is null ? "no scale has been computed for this population yet" : "there is no such event";
        return scores is { } found
            ? node with { Found = string.Create(CultureInfo.InvariantCulture, $"recency {found.Recency}, frequency {found.Frequency}, monetary {found.Monetary}") }
            : node with { Note = note };
    }

    public static SegmentExplanation Of(SegmentExplanation node, RelativeRule rule, RuleContext context)
    {
        string Show(EventFigure figure) => EventSelection.Compute(figure, context)?.ToString(CultureInfo.InvariantCulture) ?? "missing";
        return node with { Found = $"{Show(rule.Left)} against {Show(rule.Right)}" };
    }

    /// <summary>A remark when a value is of a kind that an operator does not test; null otherwise.</summary>
    public static string? Mismatch(ValueTest test, AttributeValue value)
    {
        var wrong = test.Conditions.FirstOrDefault(condition => !Fits(condition, value));
        return wrong is null ? null : $"the value is {Name(value.Kind)}, which \"{wrong.Name}\" does not apply to";
    }

    private static bool Fits(ValueCondition condition, AttributeValue value) => condition switch
    {
        ValueCondition.Compare compare => compare.Operand.Kind == value.Kind,
        ValueCondition.OneOf oneOf => oneOf.Values.Any(operand => operand.Kind == value.Kind),
        ValueCondition.Items or ValueCondition.Size => value.Kind == AttributeKind.List,
        ValueCondition.IsEmpty => value.Kind is AttributeKind.String or AttributeKind.List or AttributeKind.Object,
        ValueCondition.At or ValueCondition.Anniversary => ValueTests.InstantOf(value) is not null,
        TextCondition or NetworkCondition => value.Kind == AttributeKind.String,
        SemverCondition => value.AsString() is { } text && SemverVersion.TryParse(text, out _),
        NearCondition or PolygonCondition => ValueTests.PointOf(value) is not null,
        _ => true,
    };

    private static string Name(AttributeKind kind) => kind switch
    {
        AttributeKind.String => "a text",
        AttributeKind.Number => "a number",
        AttributeKind.Boolean => "a truth value",
        AttributeKind.List => "a list",
        _ => "an object",
    };

    private static string Found(EventMeasure measure, List<LoggedEvent> events, RuleContext context) => measure switch
    {
        EventMeasure.Number number => EventSelection.Compute(number, events, context.Zone)?.ToString(CultureInfo.InvariantCulture) ?? "missing",
        EventMeasure.Time time => LeafEvaluator.Pick(events, time.IsFirst) is { } e ? Instants.Format(e.OccurredAt) : "missing",
        EventMeasure.Property property when LeafEvaluator.Pick(events, property.IsFirst) is { } e =>
            AttributePath.Find(e.Properties, property.Of)?.ToString() ?? "missing",
        EventMeasure.Values values => EventSelection.Values(values, events)?.ToString() ?? "missing",
        EventMeasure.Regularly regularly => EventSelection.Regular(regularly, events, context.Now).ToString(CultureInfo.InvariantCulture),
        EventMeasure.Sessions sessions => EventSelection.Sessions(sessions, events).ToString(CultureInfo.InvariantCulture),
        _ => "missing",
    };

    private static string? Note(EventRule rule, List<LoggedEvent> events, RuleContext context)
    {
        if (events.Count == 0)
        {
            return TimeInterval.Of(rule.Within, context) is null ? "the window has no anchor, so no event is in it" : "there is no such event";
        }

        var skipped = rule.Measures.OfType<EventMeasure.Number>()
            .Where(number => number.Of is not null && number.Kind != EventNumber.Distinct)
            .Sum(number => events.Count(e => AttributePath.Find(e.Properties, number.Of!)?.AsNumber() is null));
        return skipped == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{skipped} events have no number there and are left out");
    }

    private static SegmentExplanation WithEvents(SegmentExplanation node, List<LoggedEvent> events) => node with
    {
        EvidenceCount = events.Count,
        Evidence =
        [
            .. Enumerable.Reverse(events).Take(SegmentExplanation.MaxEvidence)
                .Select(e => new SegmentEvidence(e.Id, e.Name, e.OccurredAt, e.ConsentSequence)),
        ],
    };
}
