using System.Buffers;

namespace FirstParty.Segments.Columnar;

/// <summary>A node of a rule compiled for columns: answers for all rows of a group at once. Bits beyond the last row mean nothing.</summary>
internal abstract class BatchNode
{
    /// <summary>Roughly what evaluating costs, so that cheap nodes are asked first.</summary>
    public virtual int Cost => 1;

    /// <summary>Sets the bit of each row for which the node holds, and clears the others.</summary>
    public abstract void Fill(BatchContext context, Span<ulong> bits);

    /// <summary>Clears the bit of each row for which the node does not hold.</summary>
    public virtual void Narrow(BatchContext context, Span<ulong> bits)
    {
        if (!bits.ContainsAnyExcept(0UL))
        {
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(bits.Length);
        var own = rented.AsSpan(0, bits.Length);
        Fill(context, own);
        RowBits.And(bits, own);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>A node that is asked row by row, and only of rows that still matter.</summary>
internal abstract class RowBatchNode : BatchNode
{
    public override int Cost => 100;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        bits.Fill(ulong.MaxValue);
        Narrow(context, bits);
    }

    public override void Narrow(BatchContext context, Span<ulong> bits)
    {
        RowBits.Trim(bits, context.Rows);
        for (var word = 0; word < bits.Length; word++)
        {
            var kept = bits[word];
            for (var left = kept; left != 0; left &= left - 1)
            {
                var bit = System.Numerics.BitOperations.TrailingZeroCount(left);
                kept &= Holds(context, (word * 64) + bit) ? ulong.MaxValue : ~(1UL << bit);
            }

            bits[word] = kept;
        }
    }

    /// <summary>Whether the node holds for a row of the group.</summary>
    protected abstract bool Holds(BatchContext context, int row);
}

/// <summary>A node that several rules may have in common.</summary>
internal sealed class SharedBatchNode(BatchNode node, int number) : BatchNode
{
    public override int Cost => node.Cost;

    /// <summary>How many rules have it.</summary>
    public int Uses { get; set; }

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        if (Uses == 1)
        {
            node.Fill(context, bits);
        }
        else
        {
            context.Shared(number, node).CopyTo(bits);
        }
    }

    public override void Narrow(BatchContext context, Span<ulong> bits)
    {
        if (Uses == 1)
        {
            node.Narrow(context, bits);
        }
        else
        {
            RowBits.And(bits, context.Shared(number, node));
        }
    }
}
