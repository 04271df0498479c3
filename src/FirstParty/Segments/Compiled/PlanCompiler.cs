using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>Compiles the rule of one definition into nodes.</summary>
internal sealed class PlanCompiler(FrameLayout layout, SegmentDefinition definition, SegmentSet set, IReadOnlyDictionary<string, int> indexes)
{
    // The zone of the profile is looked up by the plain evaluator; no other zone depends on the person.
    private readonly TimeZoneInfo? _zone =
        definition.TimeZone is null ? TimeZoneInfo.Utc
        : definition.TimeZone != Zones.OfProfile && Zones.TryFind(definition.TimeZone, out var found) ? found
        : null;

    public PlanNode Compile(SegmentRule rule) => rule switch
    {
        AllRule all => new JoinNode([.. all.Rules.Select(Compile)], decisive: false),
        AnyRule any => new JoinNode([.. any.Rules.Select(Compile)], decisive: true),
        ScoreRule score => new ScoreNode(
            [.. score.Parts.Select(part => Compile(part.When))], [.. score.Parts.Select(part => ScoreNode.UnitsOf(part.Points))], score.Test),
        NotRule not => new NotNode(Compile(not.Rule)),
        AtLeastRule some => new AtLeastNode([.. some.Rules.Select(Compile)], some.Count),
        TraitRule trait => new TraitCompiler(layout).Compile(trait) ?? Plain(rule),
        RelativeRule relative => (PlanNode?)Compile(relative) ?? Plain(rule),
        EventRule events => (PlanNode?)Compile(events) ?? Plain(rule),
        SequenceRule sequence => (PlanNode?)Compile(sequence) ?? Plain(rule),
        RfmRule rfm => Compile(rfm) ?? Plain(rule),
        InSegmentRule { EnteredWithin: null } other => new MemberNode(indexes[other.Segment]),
        ConsentRule consent => new ConsentNode(layout.Purpose(consent.Purpose), consent.Standing),
        BucketRule bucket => new BucketNode(bucket),
        _ => Plain(rule),
    };

    private ReferenceNode Plain(SegmentRule rule) => new(rule, definition, set);

    private EventNode? Compile(EventRule rule)
    {
        var column = layout.Column(rule.Names, rule.Where);
        if (LooksBeyond(rule.Where) || WindowOf(rule.Within) is not { } window)
        {
            return null;
        }

        return MeasuresOf(rule, column) is { } measures ? new EventNode(column, window, measures) : null;
    }

    /// <summary>What is asked of the events of a leaf; null when only the plain evaluator can say.</summary>
    public MeasurePlan[]? MeasuresOf(EventRule rule, int column)
    {
        var measures = rule.Measures.Select(measure => MeasureOf(measure, column)).OfType<MeasurePlan>().ToArray();
        return measures.Length < rule.Measures.Count ? null : measures.Length == 0 ? [new MeasurePlan.Exists()] : measures;
    }

    private MeasurePlan? MeasureOf(EventMeasure measure, int column) => measure switch
    {
        EventMeasure.Number { Kind: EventNumber.Count } count => new MeasurePlan.Count(count.Test),
        EventMeasure.Number { Kind: EventNumber.DistinctDays } days => _zone is null ? null
            : new MeasurePlan.DistinctDays(days.Test, layout.Zone(column, definition.TimeZone ?? "UTC"), _zone),
        EventMeasure.Number number => new MeasurePlan.Number(number, layout.Property(column, number.Of!)),
        EventMeasure.Regularly regularly => new MeasurePlan.Regularly(regularly),
        EventMeasure.Sessions sessions => new MeasurePlan.Sessions(sessions),
        EventMeasure.Property { Test: { DependsOnClock: false, HasTraitOperand: false } } property =>
            new MeasurePlan.Property(property, layout.Property(column, property.Of)),
        EventMeasure.Time time => new MeasurePlan.Time(time),
        _ => null,
    };

    private SequenceNode? Compile(SequenceRule rule)
    {
        if (rule.Steps.Concat(rule.Without).Any(step => LooksBeyond(step.Where)) || WindowOf(rule.Within) is not { } window)
        {
            return null;
        }

        int ColumnOf(SequenceStep step)
        {
            var column = layout.Column([step.Event], step.Where);
            layout.Keep(column);
            return column;
        }

        return new SequenceNode(rule, [.. rule.Steps.Select(ColumnOf)], [.. rule.Without.Select(ColumnOf)], window);
    }

    private PlanNode? Compile(RfmRule rule)
    {
        if (set.ScaleOf(rule) is not { } scale)
        {
            return new ConstantNode(false);
        }

        var column = layout.Column([rule.Event], null);
        return WindowOf(rule.Within) is { } window ? new RfmNode(rule, scale, column, layout.Property(column, rule.Of), window) : null;
    }

    private RelativeNode? Compile(RelativeRule rule)
    {
        (int Column, WindowPlan? Window, int Key) Of(EventFigure figure)
        {
            var column = layout.Column(figure.Names, figure.Where);
            var key = figure.Of is { } of ? layout.Property(column, of) : layout.Zone(column, definition.TimeZone ?? "UTC");
            return (column, LooksBeyond(figure.Where) ? null : WindowOf(figure.Within), key);
        }

        var (left, right) = (Of(rule.Left), Of(rule.Right));
        return _zone is null || left.Window is null || right.Window is null
            ? null
            : new RelativeNode(
                rule,
                new FigurePlan(rule.Left, left.Column, left.Window, left.Key, _zone),
                new FigurePlan(rule.Right, right.Column, right.Window, right.Key, _zone));
    }

    /// <summary>Whether a filter looks at the clock or at traits, and so does not select the same events for ever.</summary>
    public static bool LooksBeyond(SegmentRule? where) =>
        where is not null && RuleTree.Leaves(where).OfType<PropertyRule>().Any(leaf => leaf.Test.DependsOnClock || leaf.Test.HasTraitOperand);

    private WindowPlan? WindowOf(EventWindow? window) => window switch
    {
        null => new WindowPlan.All(),
        EventWindow.Last last => new WindowPlan.Last(last.Length.Ticks),
        EventWindow.Between between => new WindowPlan.BetweenAges(between.Far.Ticks, between.Near.Ticks),
        EventWindow.Fixed between => new WindowPlan.Fixed(between.From.UtcTicks, between.To?.UtcTicks ?? long.MaxValue),
        EventWindow.First first => WindowOf(first.After, first.Length.Ticks),
        EventWindow.Session session => new WindowPlan.LastSession(layout.Column(null, null), session.Gap.Ticks),
        EventWindow.Calendar calendar => ZoneOf(calendar) is { } zone ? new WindowPlan.Calendar(calendar, zone) : null,
        _ => null,
    };

    private WindowPlan? WindowOf(WindowAnchor anchor, long length)
    {
        switch (anchor)
        {
            case WindowAnchor.FirstSeen:
                return new WindowPlan.Anchored(null, isFirst: true, length);
            case WindowAnchor.FirstEvent:
                return new WindowPlan.Anchored(layout.Column(null, null), isFirst: true, length);
            case WindowAnchor.LastEvent:
                return new WindowPlan.Anchored(layout.Column(null, null), isFirst: false, length);
            case WindowAnchor.FirstOf first:
                return new WindowPlan.Anchored(layout.Column([first.Event], null), isFirst: true, length);
            case WindowAnchor.LastOf last:
                return new WindowPlan.Anchored(layout.Column([last.Event], null), isFirst: false, length);
            case WindowAnchor.Trait trait:
                var slot = layout.Trait(trait.Name);
                layout.Traits[slot].NeedsInstant = true;
                return new WindowPlan.AfterTrait(slot, length);
            default:
                return null;
        }
    }

    private TimeZoneInfo? ZoneOf(EventWindow.Calendar calendar) =>
        calendar.TimeZone is null ? _zone
        : calendar.TimeZone != Zones.OfProfile && Zones.TryFind(calendar.TimeZone, out var zone) ? zone
        : null;
}
