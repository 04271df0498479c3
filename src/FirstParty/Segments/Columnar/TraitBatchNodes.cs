using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A test that looks at the value alone: answered once for each different value.</summary>
internal sealed class ValueBatchNode(int trait, ValueTest test) : BatchNode
{
    private Answers? _last;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        var table = context.Columns.Trait(trait);
        var answers = _last is { } kept && ReferenceEquals(kept.Table, table) ? kept : _last = Answers.Of(table, test);
        switch (answers.Yes.Length)
        {
            case 0:
                bits.Clear();
                break;
            case 1:
                RowBits.WhereEqual(table.Codes, answers.Yes[0], bits);
                break;
            default:
                RowBits.WhereIn(table.Codes, answers.PerValue, bits);
                break;
        }
    }

    private sealed record Answers(TraitTable Table, byte[] PerValue, int[] Yes)
    {
        public static Answers Of(TraitTable table, ValueTest test)
        {
            var perValue = Array.ConvertAll(
                table.Values, value => ValueTests.Holds(test, value, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) ? (byte)1 : (byte)0);
            return new Answers(table, perValue, [.. Enumerable.Range(0, perValue.Length).Where(code => perValue[code] == 1)]);
        }
    }
}

/// <summary>A number within bounds.</summary>
internal sealed class NumberBatchNode(int trait, ValueTest test, NumberTest bounds) : BatchNode
{
    private readonly FixedRange _range = FixedRange.Of(bounds, FixedNumber.Scale);
    private readonly ValueBatchNode _slow = new(trait, test);

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        if (context.Columns.Trait(trait).Units is { } units)
        {
            RowBits.WhereWithin(units, Math.Max(_range.Min, long.MinValue + 1), _range.Max, bits);
        }
        else
        {
            _slow.Fill(context, bits);
        }
    }
}

/// <summary>A date or instant in relation to now or to a constant.</summary>
internal sealed class InstantBatchNode(int trait, InstantTest test) : BatchNode
{
    private readonly InstantPlan _plan = new(test);

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        var instants = context.Columns.Trait(trait).Instants;
        var (least, most) = (test.After?.UtcTicks ?? 0, (test.Before?.UtcTicks ?? long.MaxValue) - 1);
        if (test.NotWithinLast is null)
        {
            least = test.WithinLast is { } within ? Math.Max(least, context.Now - within.Ticks) : least;
            most = test.WithinLast is null ? most : Math.Min(most, context.Now);
            RowBits.WhereWithin(instants, Math.Max(least, 0), most, bits);
            return;
        }

        bits.Clear();
        for (var row = 0; row < context.Rows; row++)
        {
            bits[row >>> 6] |= (_plan.Holds(instants[row], context.Now) ? 1UL : 0) << row;
        }
    }
}

/// <summary>Where people stand on a purpose.</summary>
internal sealed class ConsentBatchNode(int purpose, ConsentStanding standing) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits) => RowBits.WhereEqual(context.Columns.Standings(purpose), (int)standing, bits);
}

/// <summary>Any node that has no form for columns: row by row, over a frame of each person.</summary>
internal sealed class FrameBatchNode(PlanNode node) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        bits.Clear();
        for (var row = 0; row < context.Rows; row++)
        {
            if (node.Holds(new PlanContext { Frame = context.Columns.Frame(row), Now = context.Now }))
            {
                RowBits.Set(bits, row);
            }
        }
    }
}
