using System.Buffers;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>A node of a rule compiled for columns: answers for all rows at once.</summary>
internal abstract class BatchNode
{
    /// <summary>Sets the bit of each row for which the node holds, and clears the others.</summary>
    public abstract void Fill(BatchContext context, Span<ulong> bits);
}

/// <summary>The same answer for everybody.</summary>
internal sealed class ConstantBatchNode(bool holds) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits) => bits.Fill(holds ? ulong.MaxValue : 0);
}

/// <summary>The complement.</summary>
internal sealed class NotBatchNode(BatchNode node) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        node.Fill(context, bits);
        RowBits.Not(bits);
    }
}

/// <summary>At least so many of the nodes: all of them, any of them, or some.</summary>
internal sealed class AtLeastBatchNode(BatchNode[] nodes, int needed) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        // reached[j] holds the rows for which at least j + 1 nodes hold so far; the last of them is the answer.
        var (words, length) = (context.Words, context.Words * Math.Max(needed, 1));
        var rented = ArrayPool<ulong>.Shared.Rent(length + words);
        var reached = rented.AsSpan(0, length);
        var next = rented.AsSpan(length, words);
        reached.Clear();
        foreach (var node in nodes)
        {
            node.Fill(context, next);
            for (var j = needed - 1; j >= 0; j--)
            {
                var level = reached.Slice(j * words, words);
                var below = j == 0 ? next : reached.Slice((j - 1) * words, words);
                for (var word = 0; word < words; word++)
                {
                    level[word] |= below[word] & next[word];
                }
            }
        }

        reached[((needed - 1) * words)..].CopyTo(bits);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>All of the nodes, or any of them.</summary>
internal sealed class JoinBatchNode(BatchNode[] nodes, bool all) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        nodes[0].Fill(context, bits);
        var rented = ArrayPool<ulong>.Shared.Rent(context.Words);
        var next = rented.AsSpan(0, context.Words);
        for (var i = 1; i < nodes.Length; i++)
        {
            nodes[i].Fill(context, next);
            if (all)
            {
                RowBits.And(bits, next);
            }
            else
            {
                RowBits.Or(bits, next);
            }
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>Membership of a segment that was evaluated before.</summary>
internal sealed class MemberBatchNode(int index) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits) => context.Members[index].CopyTo(bits);
}

/// <summary>A weighted sum of nodes, compared.</summary>
internal sealed class ScoreBatchNode(BatchNode[] nodes, long[] units, NumberTest test) : BatchNode
{
    private readonly FixedRange _range = FixedRange.Of(test, FixedNumber.Scale);

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        var totals = ArrayPool<long>.Shared.Rent(context.Words * 64);
        totals.AsSpan().Clear();
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i].Fill(context, bits);
            for (var row = 0; row < context.Rows; row++)
            {
                totals[row] += RowBits.Get(bits, row) ? units[i] : 0;
            }
        }

        bits.Clear();
        for (var row = 0; row < context.Rows; row++)
        {
            bits[row >>> 6] |= (_range.Contains(totals[row]) ? 1UL : 0) << row;
        }

        ArrayPool<long>.Shared.Return(totals);
    }
}
