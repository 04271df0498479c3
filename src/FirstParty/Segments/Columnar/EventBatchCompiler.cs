using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>Compiles leaves on events for columns: a figure of each row and a test of it.</summary>
internal sealed class EventBatchCompiler(FrameLayout layout, SegmentDefinition definition, PlanCompiler plans, BatchShares shares)
{
    private readonly TimeZoneInfo? _zone =
        definition.TimeZone is null ? TimeZoneInfo.Utc
        : definition.TimeZone != Zones.OfProfile && Zones.TryFind(definition.TimeZone, out var found) ? found
        : null;

    /// <summary>The node of a leaf; null when it has no form for columns.</summary>
    public BatchNode? Compile(EventRule rule)
    {
        var column = layout.Column(rule.Names, rule.Where);
        if (PlanCompiler.LooksBeyond(rule.Where) || plans.MeasuresOf(rule, column) is not { } measures || WindowOf(rule.Within) is not { } window)
        {
            return null;
        }

        if (rule.Measures.Count == 0)
        {
            return Number(Figure(FigureKind.Count, column, window), new NumberTest { AtLeast = 1 }, 1, null, new(column, window, measures[0]));
        }

        var nodes = rule.Measures.Select((measure, i) => Compile(measure, column, window, new(column, window, measures[i]))).ToArray();
        return nodes.Length == 1 ? nodes[0] : new JoinBatchNode(nodes, all: true);
    }

    /// <summary>What scores are computed from; null when it has no form for columns.</summary>
    public (RowFigure Count, RowFigure Sum, RowFigure Last)? FiguresOf(RfmRule rule)
    {
        var column = layout.Column([rule.Event], null);
        return WindowOf(rule.Within) is not { Anchor: null } window
            ? null
            : (Figure(FigureKind.Count, column, window), Figure(FigureKind.Sum, column, window, rule.Of), Figure(FigureKind.LastAt, column, window));
    }

    private BatchNode Compile(EventMeasure measure, int column, BatchWindow window, EventBatchNode rowByRow) => measure switch
    {
        EventMeasure.Number { Kind: EventNumber.Count } count =>
            Number(Figure(FigureKind.Count, column, window), count.Test, 1, null, rowByRow),
        EventMeasure.Number { Kind: EventNumber.Sum } sum =>
            Number(Figure(FigureKind.Sum, column, window, sum.Of), sum.Test, FixedNumber.Scale, null, rowByRow),
        EventMeasure.Number { Kind: EventNumber.Min } min =>
            Number(Figure(FigureKind.Min, column, window, min.Of), min.Test, FixedNumber.Scale, long.MaxValue, rowByRow),
        EventMeasure.Number { Kind: EventNumber.Max } max =>
            Number(Figure(FigureKind.Max, column, window, max.Of), max.Test, FixedNumber.Scale, long.MinValue, rowByRow),
        EventMeasure.Number { Kind: EventNumber.Avg } mean => new MeanFigureNode(
            Figure(FigureKind.Sum, column, window, mean.Of), Figure(FigureKind.Numbers, column, window, mean.Of), mean.Test, rowByRow),
        EventMeasure.Property property => new ValueFigureNode(
            Figure(property.IsFirst ? FigureKind.FirstCode : FigureKind.LastCode, column, window, property.Of), property.Test, rowByRow),
        _ when window.Anchor is not null => rowByRow,
        EventMeasure.Number { Kind: EventNumber.Distinct } distinct =>
            Number(Figure(FigureKind.Distinct, column, window, distinct.Of), distinct.Test, 1, null, rowByRow),
        EventMeasure.Number { Kind: EventNumber.DistinctDays } days =>
            Number(Figure(FigureKind.Distinct, column, window, null, _zone), days.Test, 1, null, rowByRow),
        EventMeasure.Time time => new TimeFigureNode(
            Figure(time.IsFirst ? FigureKind.FirstAt : FigureKind.LastAt, column, window), time.Test, rowByRow),
        _ => rowByRow,
    };

    private static NumberFigureNode Number(RowFigure figure, NumberTest test, long scale, long? missing, EventBatchNode rowByRow) =>
        new(figure, FixedRange.Of(test, scale), missing, test.Holds(null), rowByRow);

    private RowFigure Figure(FigureKind kind, int column, BatchWindow window, string? of = null, TimeZoneInfo? days = null) =>
        shares.Figure(new FigureKey(kind, column, window, PropertyNeed.For(kind, of, days)));

    private BatchWindow? WindowOf(EventWindow? window) => window switch
    {
        EventWindow.First first => AnchorOf(first.After) is { } anchor ? new BatchWindow(window, null, anchor) : null,
        EventWindow.Session => null,
        EventWindow.Calendar { TimeZone: null } => _zone is null ? null : new BatchWindow(window, _zone, null),
        EventWindow.Calendar { TimeZone: { } name } => name != Zones.OfProfile && Zones.TryFind(name, out var zone) ? new BatchWindow(window, zone, null) : null,
        _ => new BatchWindow(window, null, null),
    };

    private RowAnchor? AnchorOf(WindowAnchor anchor) => anchor switch
    {
        WindowAnchor.FirstEvent => new RowAnchor(RowAnchor.Source.FirstEvent, layout.Column(null, null)),
        WindowAnchor.LastEvent => new RowAnchor(RowAnchor.Source.LastEvent, layout.Column(null, null)),
        WindowAnchor.FirstOf first => new RowAnchor(RowAnchor.Source.FirstEvent, layout.Column([first.Event], null)),
        WindowAnchor.LastOf last => new RowAnchor(RowAnchor.Source.LastEvent, layout.Column([last.Event], null)),
        WindowAnchor.Trait trait => new RowAnchor(RowAnchor.Source.Trait, layout.Trait(trait.Name)),
        WindowAnchor.FirstSeen => new RowAnchor(RowAnchor.Source.FirstSeen, 0),
        _ => null,
    };
}
