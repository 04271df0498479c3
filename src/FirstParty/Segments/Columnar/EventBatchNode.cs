using FirstParty.Segments.Compiled;

namespace FirstParty.Segments.Columnar;

/// <summary>A measure of the events in a window, person by person.</summary>
internal sealed class EventBatchNode(int column, BatchWindow window, MeasurePlan measure) : RowBatchNode
{
    protected override bool Holds(BatchContext context, int row)
    {
        var table = context.Group.Events(column);
        var (start, end) = window.Of(context, row);
        var (from, to) = table.Range(row, start, end);
        return measure.Holds(table.Events, from, to, context.Now);
    }
}
