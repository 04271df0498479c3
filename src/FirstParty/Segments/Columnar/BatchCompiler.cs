using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>Compiles the rule of one definition for columns; what has no form for columns is compiled for frames.</summary>
internal sealed class BatchCompiler(
    FrameLayout layout, SegmentDefinition definition, PlanCompiler plans, IReadOnlyDictionary<string, int> indexes)
{
    private readonly TimeZoneInfo? _zone =
        definition.TimeZone is null ? TimeZoneInfo.Utc
        : definition.TimeZone != Zones.OfProfile && Zones.TryFind(definition.TimeZone, out var found) ? found
        : null;

    public BatchNode Compile(SegmentRule rule) => rule switch
    {
        AllRule { Rules.Count: 0 } => new ConstantBatchNode(true),
        AllRule all => new JoinBatchNode([.. all.Rules.Select(Compile)], all: true),
        AnyRule any => new JoinBatchNode([.. any.Rules.Select(Compile)], all: false),
        AtLeastRule some => new AtLeastBatchNode([.. some.Rules.Select(Compile)], some.Count),
        ScoreRule score => new ScoreBatchNode(
            [.. score.Parts.Select(part => Compile(part.When))], [.. score.Parts.Select(part => ScoreNode.UnitsOf(part.Points))], score.Test),
        NotRule not => new NotBatchNode(Compile(not.Rule)),
        TraitRule { Provenance: null } trait => Compile(trait) ?? Frame(rule),
        EventRule events => Compile(events) ?? Frame(rule),
        InSegmentRule { EnteredWithin: null } other => new MemberBatchNode(indexes[other.Segment]),
        ConsentRule consent => new ConsentBatchNode(layout.Purpose(consent.Purpose), consent.Standing),
        _ => Frame(rule),
    };

    private FrameBatchNode Frame(SegmentRule rule) => new(plans.Compile(rule));

    private BatchNode? Compile(TraitRule rule)
    {
        var slot = layout.Trait(rule.Trait);
        if (rule.Test is { Missing: MissingValue.ByOperator, Conditions: [ValueCondition.Compare { Operator: not ComparisonOperator.Ne } compare] }
            && compare.Operand.AsNumber() is { } number)
        {
            return new NumberBatchNode(slot, rule.Test, NumberNode.TestOf(compare.Operator, number));
        }

        if (rule.Test is { Missing: MissingValue.ByOperator, Conditions: [ValueCondition.At at] })
        {
            return new InstantBatchNode(slot, at.Test);
        }

        return rule.Test.DependsOnClock || rule.Test.HasTraitOperand ? null : new ValueBatchNode(slot, rule.Test);
    }

    private BatchNode? Compile(EventRule rule)
    {
        var column = layout.Column(rule.Names, rule.Where);
        if (PlanCompiler.LooksBeyond(rule.Where) || plans.MeasuresOf(rule, column) is not { } measures || WindowOf(rule.Within) is not { } window)
        {
            return null;
        }

        if (measures.Length > 1 || !window.IsShared)
        {
            return new EventBatchNode(column, window, measures);
        }

        return rule.Measures.Count == 0 ? new WindowBatchNode(column, window, new FixedRange(1, long.MaxValue, null), 0, null, measures[0])
            : rule.Measures[0] switch
            {
                EventMeasure.Number { Kind: EventNumber.Count } count =>
                    new WindowBatchNode(column, window, FixedRange.Of(count.Test, 1), 0, null, measures[0]),
                EventMeasure.Number { Kind: EventNumber.Sum } sum => new WindowBatchNode(
                    column, window, FixedRange.Of(sum.Test, FixedNumber.Scale), layout.Property(column, sum.Of!), sum.Of, measures[0]),
                _ => new EventBatchNode(column, window, measures),
            };
    }

    private BatchWindow? WindowOf(EventWindow? window) => window switch
    {
        EventWindow.First { After: WindowAnchor.FirstEvent or WindowAnchor.LastEvent } => new BatchWindow(window, null, layout.Column(null, null)),
        EventWindow.First { After: WindowAnchor.FirstOf first } => new BatchWindow(window, null, layout.Column([first.Event], null)),
        EventWindow.First { After: WindowAnchor.LastOf last } => new BatchWindow(window, null, layout.Column([last.Event], null)),
        EventWindow.First or EventWindow.Session => null,
        EventWindow.Calendar { TimeZone: null } => _zone is null ? null : new BatchWindow(window, _zone, null),
        EventWindow.Calendar { TimeZone: { } name } => name != Zones.OfProfile && Zones.TryFind(name, out var zone) ? new BatchWindow(window, zone, null) : null,
        _ => new BatchWindow(window, null, null),
    };
}
