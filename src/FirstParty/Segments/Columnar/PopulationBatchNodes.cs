using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>Scores against a population: the cuts are compared with the figures as they are.</summary>
internal sealed class RfmBatchNode(RfmRule rule, RfmScale scale, RowFigure count, RowFigure sum, RowFigure last, BatchNode frames) : BatchNode
{
    private readonly long[] _ages = [.. scale.Ages.Select(age => age.Ticks)];
    private readonly long[] _counts = [.. scale.Counts.Select(cut => Cut(cut, 1))];
    private readonly long[] _sums = [.. scale.Sums.Select(cut => Cut(cut, FixedNumber.Scale))];
    private readonly bool[] _recency = Passing(rule.Recency);
    private readonly bool[] _frequency = Passing(rule.Frequency);
    private readonly bool[] _monetary = Passing(rule.Monetary);

    public override int Cost => 40;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        if (!context.TryFigure(count, out var counts) || !context.TryFigure(sum, out var sums) || !context.TryFigure(last, out var lasts))
        {
            frames.Fill(context, bits);
            return;
        }

        bits.Clear();
        for (var row = 0; row < context.Rows; row++)
        {
            var holds = counts[row] > 0
                && _recency[5 - Over(_ages, context.Now - lasts[row])]
                && _frequency[1 + Over(_counts, counts[row])]
                && _monetary[1 + Over(_sums, sums[row])];
            bits[row >>> 6] |= (holds ? 1UL : 0) << row;
        }

        context.Done(count);
        context.Done(sum);
        context.Done(last);
    }

    private static int Over(long[] cuts, long value)
    {
        var over = 0;
        foreach (var cut in cuts)
        {
            over += value > cut ? 1 : 0;
        }

        return over;
    }

    // A whole number is over a cut exactly when it is over the cut's floor.
    private static long Cut(decimal cut, long units) => FixedRange.Of(new NumberTest { AtMost = cut }, units).Max;

    private static bool[] Passing(NumberTest? test) => [.. Enumerable.Range(0, 6).Select(score => test is null || test.Holds(score))];
}

/// <summary>A stable share of everybody.</summary>
internal sealed class BucketBatchNode(BucketRule rule) : RowBatchNode
{
    private readonly ulong _seed = LeafEvaluator.SeedOf(rule.Seed);
    private readonly ulong _below = LeafEvaluator.Below(rule.Percent);

    public override int Cost => 50;

    protected override bool Holds(BatchContext context, int row) =>
        LeafEvaluator.Share(_seed, context.Columns.Views[context.Group.First + row].Id) < _below;
}

/// <summary>Any node that has no form for columns: row by row, over a frame of each person.</summary>
internal sealed class FrameBatchNode(PlanNode node) : RowBatchNode
{
    public override int Cost => 1_000 + node.Cost;

    protected override bool Holds(BatchContext context, int row) =>
        node.Holds(new PlanContext { Frame = context.Columns.Frame(context.Group.First + row), Now = context.Now });
}
