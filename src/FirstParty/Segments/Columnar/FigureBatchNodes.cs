using FirstParty.Events;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A test of one figure of each row; whatever the figures cannot say is said row by row.</summary>
internal abstract class FigureBatchNode(RowFigure figure, RowBatchNode rowByRow) : BatchNode
{
    public override int Cost => 10;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        if (!context.TryFigure(figure, out var values))
        {
            rowByRow.Fill(context, bits);
            return;
        }

        Test(context, values, bits);
        context.Done(figure);
    }

    public override void Narrow(BatchContext context, Span<ulong> bits)
    {
        if (figure.TryWhole(context, out _))
        {
            base.Narrow(context, bits);
        }
        else
        {
            rowByRow.Narrow(context, bits);
        }
    }

    /// <summary>Which value it is that a code of the figure stands for.</summary>
    protected PropertyTable PropertyOf(BatchContext context) => figure.PropertyOf(context.Group);

    protected abstract void Test(BatchContext context, ReadOnlySpan<long> values, Span<ulong> bits);
}

/// <summary>A number within bounds.</summary>
/// <param name="figure">The figure.</param>
/// <param name="range">The bounds.</param>
/// <param name="missing">What stands for a missing number; null when there is always one.</param>
/// <param name="whenMissing">Whether the test holds of a missing number.</param>
/// <param name="rowByRow">The same, row by row.</param>
internal sealed class NumberFigureNode(RowFigure figure, FixedRange range, long? missing, bool whenMissing, RowBatchNode rowByRow)
    : FigureBatchNode(figure, rowByRow)
{
    private readonly FixedRange _range = missing is null
        ? range
        : range with { Min = Math.Max(range.Min, long.MinValue + 1), Max = Math.Min(range.Max, long.MaxValue - 1) };

    protected override void Test(BatchContext context, ReadOnlySpan<long> values, Span<ulong> bits)
    {
        RowBits.WhereWithin(values, _range, bits);
        if (whenMissing && missing is { } none)
        {
            Span<ulong> without = stackalloc ulong[bits.Length];
            RowBits.WhereWithin(values, none, none, without);
            RowBits.Or(bits, without);
        }
    }
}

/// <summary>When the first or last event was.</summary>
internal sealed class TimeFigureNode(RowFigure figure, InstantTest test, RowBatchNode rowByRow) : FigureBatchNode(figure, rowByRow)
{
    protected override void Test(BatchContext context, ReadOnlySpan<long> values, Span<ulong> bits) =>
        RowBits.WhereInstant(values, test, context.Now, bits);
}

/// <summary>Which value the first or last event has.</summary>
internal sealed class ValueFigureNode(RowFigure figure, ValueTest test, RowBatchNode rowByRow) : FigureBatchNode(figure, rowByRow)
{
    protected override void Test(BatchContext context, ReadOnlySpan<long> values, Span<ulong> bits) =>
        RowBits.WhereIn(values, PropertyOf(context).Answers(this, Holds), bits);

    private bool Holds(AttributeValue? value) => ValueTests.Holds(test, value, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
}

/// <summary>The mean of a property, compared.</summary>
internal sealed class MeanFigureNode(RowFigure sum, RowFigure numbers, NumberTest test, RowBatchNode rowByRow) : BatchNode
{
    private readonly NearRange _near = NearRange.Of(test);
    private readonly bool _whenMissing = test.Holds(null);

    public override int Cost => 20;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        if (!context.TryFigure(sum, out var sums) || !context.TryFigure(numbers, out var counts))
        {
            rowByRow.Fill(context, bits);
            return;
        }

        bits.Clear();
        for (var row = 0; row < context.Rows; row++)
        {
            bits[row >>> 6] |= (Holds(sums[row], counts[row]) ? 1UL : 0) << row;
        }

        context.Done(sum);
        context.Done(numbers);
    }

    private bool Holds(long units, long count) =>
        count == 0 ? _whenMissing : _near.Contains(units / (double)FixedNumber.Scale / count) ?? test.Holds(FixedNumber.ToDecimal(units) / count);
}
