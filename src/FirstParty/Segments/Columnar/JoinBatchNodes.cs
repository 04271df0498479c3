using System.Buffers;
using FirstParty.Segments.Compiled;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Columnar;

/// <summary>The same answer for everybody.</summary>
internal sealed class ConstantBatchNode(bool holds) : BatchNode
{
    public override int Cost => 0;

    public override void Fill(BatchContext context, Span<ulong> bits) => bits.Fill(holds ? ulong.MaxValue : 0);
}

/// <summary>The complement.</summary>
internal sealed class NotBatchNode(BatchNode node) : BatchNode
{
    public override int Cost => node.Cost;

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        node.Fill(context, bits);
        RowBits.Not(bits);
    }

    public override void Narrow(BatchContext context, Span<ulong> bits)
    {
        var rented = ArrayPool<ulong>.Shared.Rent(bits.Length);
        var holding = rented.AsSpan(0, bits.Length);
        bits.CopyTo(holding);
        node.Narrow(context, holding);
        RowBits.AndNot(bits, holding);
        ArrayPool<ulong>.Shared.Return(rented);
    }
}

/// <summary>All of the nodes, or any of them: the cheapest first, the others only of the rows that it leaves undecided.</summary>
internal sealed class JoinBatchNode(BatchNode[] nodes, bool all) : BatchNode
{
    private readonly BatchNode[] _nodes = [.. nodes.OrderBy(node => node.Cost)];

    public override int Cost { get; } = nodes.Sum(node => node.Cost);

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        _nodes[0].Fill(context, bits);
        if (all)
        {
            foreach (var node in _nodes.AsSpan(1))
            {
                node.Narrow(context, bits);
            }

            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(bits.Length);
        var next = rented.AsSpan(0, bits.Length);
        foreach (var node in _nodes.AsSpan(1))
        {
            bits.CopyTo(next);
            RowBits.Not(next);
            node.Narrow(context, next);
            RowBits.Or(bits, next);
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }

    public override void Narrow(BatchContext context, Span<ulong> bits)
    {
        if (!all)
        {
            base.Narrow(context, bits);
            return;
        }

        foreach (var node in _nodes)
        {
            node.Narrow(context, bits);
        }
    }
}

/// <summary>At least so many of the nodes.</summary>
internal sealed class AtLeastBatchNode(BatchNode[] nodes, int needed) : BatchNode
{
    public override int Cost { get; } = nodes.Sum(node => node.Cost);

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

/// <summary>Membership of a segment that was evaluated before.</summary>
internal sealed class MemberBatchNode(int index) : BatchNode
{
    public override int Cost => 0;

    public override void Fill(BatchContext context, Span<ulong> bits) => context.Members(index).CopyTo(bits);
}

/// <summary>A weighted sum of nodes, compared.</summary>
internal sealed class ScoreBatchNode(BatchNode[] nodes, long[] units, NumberTest test) : BatchNode
{
    private readonly FixedRange _range = FixedRange.Of(test, FixedNumber.Scale);

    public override int Cost { get; } = nodes.Sum(node => node.Cost);

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

        RowBits.WhereWithin(totals.AsSpan(0, context.Words * 64), _range, bits);
        ArrayPool<long>.Shared.Return(totals);
    }
}
