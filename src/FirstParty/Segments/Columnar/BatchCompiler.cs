using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>Compiles the rule of one definition for columns; what has no form for columns is compiled for frames.</summary>
internal sealed class BatchCompiler
{
    private readonly FrameLayout _layout;
    private readonly SegmentDefinition _definition;
    private readonly SegmentSet _set;
    private readonly PlanCompiler _plans;
    private readonly IReadOnlyDictionary<string, int> _indexes;
    private readonly BatchShares _shares;
    private readonly EventBatchCompiler _events;

    public BatchCompiler(
        FrameLayout layout, SegmentDefinition definition, SegmentSet set, IReadOnlyDictionary<string, int> indexes, BatchShares shares)
    {
        (_layout, _definition, _set, _indexes, _shares) = (layout, definition, set, indexes, shares);
        _plans = new PlanCompiler(layout, definition, set, indexes);
        _events = new EventBatchCompiler(layout, definition, _plans, shares);
    }

    public BatchNode Compile(SegmentRule rule) => rule switch
    {
        AllRule { Rules.Count: 0 } => new ConstantBatchNode(true),
        InSegmentRule { EnteredWithin: null } other => new MemberBatchNode(_indexes[other.Segment]),
        ConsentRule consent => new ConsentBatchNode(_layout.Purpose(consent.Purpose), consent.Standing),
        NotRule not => new NotBatchNode(Compile(not.Rule)),
        _ => _shares.Node(rule, _definition.TimeZone, () => Anew(rule)),
    };

    private BatchNode Anew(SegmentRule rule) => rule switch
    {
        AllRule all => new JoinBatchNode([.. all.Rules.Select(Compile)], all: true),
        AnyRule any => new JoinBatchNode([.. any.Rules.Select(Compile)], all: false),
        AtLeastRule some => new AtLeastBatchNode([.. some.Rules.Select(Compile)], some.Count),
        ScoreRule score => new ScoreBatchNode(
            [.. score.Parts.Select(part => Compile(part.When))], [.. score.Parts.Select(part => ScoreNode.UnitsOf(part.Points))], score.Test),
        TraitRule { Provenance: null } trait => Compile(trait) ?? Frame(rule),
        EventRule events => _events.Compile(events) ?? Frame(rule),
        RfmRule rfm => Compile(rfm),
        BucketRule bucket => new BucketBatchNode(bucket),
        _ => Frame(rule),
    };

    private FrameBatchNode Frame(SegmentRule rule) => new(_plans.Compile(rule));

    private BatchNode Compile(RfmRule rule) => _set.ScaleOf(rule) is not { } scale
        ? new ConstantBatchNode(false)
        : _events.FiguresOf(rule) is { } figures
            ? new RfmBatchNode(rule, scale, figures.Count, figures.Sum, figures.Last, Frame(rule))
            : Frame(rule);

    private BatchNode? Compile(TraitRule rule)
    {
        var slot = _layout.Trait(rule.Trait);
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
}
