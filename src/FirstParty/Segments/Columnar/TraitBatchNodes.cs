using FirstParty.Events;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A test that looks at the value alone: answered once for each different value.</summary>
internal sealed class ValueBatchNode(int trait, ValueTest test) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        var table = context.Columns.Trait(trait);
        var answers = table.Answers(this, Holds);
        switch (answers.Yes.Length)
        {
            case 0:
                bits.Clear();
                break;
            case 1:
                RowBits.WhereEqual(context.Part(table.Codes), answers.Yes[0], bits);
                break;
            default:
                RowBits.WhereIn(context.Part(table.Codes), answers.PerValue, bits);
                break;
        }
    }

    private bool Holds(AttributeValue? value) => ValueTests.Holds(test, value, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
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
            RowBits.WhereWithin(context.Part(units), Math.Max(_range.Min, long.MinValue + 1), _range.Max, bits);
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
    public override void Fill(BatchContext context, Span<ulong> bits) =>
        RowBits.WhereInstant(context.Part(context.Columns.Trait(trait).Instants), test, context.Now, bits);
}

/// <summary>Where people stand on a purpose.</summary>
internal sealed class ConsentBatchNode(int purpose, ConsentStanding standing) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits) =>
        RowBits.WhereEqual(context.Part(context.Columns.Standings(purpose)), (int)standing, bits);
}
