namespace FirstParty.Segments.Compiled;

/// <summary>The same answer for everybody.</summary>
internal sealed class ConstantNode(bool holds) : PlanNode
{
    public override int Cost => 0;

    public override bool Holds(in PlanContext context) => holds;
}

/// <summary>The complement.</summary>
internal sealed class NotNode(PlanNode node) : PlanNode
{
    public override int Cost => node.Cost;

    public override bool Holds(in PlanContext context) => !node.Holds(context);

    public override long NextFlip(in PlanContext context) => node.NextFlip(context);
}

/// <summary>All of the nodes, or (when <paramref name="decisive"/> is true) any of them: the first decisive answer decides.</summary>
internal sealed class JoinNode(PlanNode[] nodes, bool decisive) : PlanNode
{
    private readonly PlanNode[] _nodes = [.. nodes.OrderBy(node => node.Cost)];

    public override int Cost { get; } = nodes.Sum(node => node.Cost);

    public override bool Holds(in PlanContext context)
    {
        foreach (var node in _nodes)
        {
            if (node.Holds(context) == decisive)
            {
                return decisive;
            }
        }

        return !decisive;
    }

    // Undecided, any node may decide; decided, every decisive node must give way first.
    public override long NextFlip(in PlanContext context)
    {
        var (decided, first, last) = (false, Never, 0L);
        foreach (var node in _nodes)
        {
            var flip = node.NextFlip(context);
            first = Math.Min(first, flip);
            if (node.Holds(context) == decisive)
            {
                (decided, last) = (true, Math.Max(last, flip));
            }
        }

        return decided ? last : first;
    }
}

/// <summary>At least so many of the nodes.</summary>
internal sealed class AtLeastNode(PlanNode[] nodes, int needed) : PlanNode
{
    public override int Cost { get; } = nodes.Sum(node => node.Cost);

    public override bool Holds(in PlanContext context)
    {
        var missing = needed;
        for (var i = 0; i < nodes.Length && missing > 0 && missing <= nodes.Length - i; i++)
        {
            missing -= nodes[i].Holds(context) ? 1 : 0;
        }

        return missing == 0;
    }

    // The soonest of all is early enough, and never late.
    public override long NextFlip(in PlanContext context)
    {
        var first = Never;
        foreach (var node in nodes)
        {
            first = Math.Min(first, node.NextFlip(context));
        }

        return first;
    }
}

/// <summary>Membership of a segment that was evaluated before.</summary>
internal sealed class MemberNode(int index) : PlanNode
{
    public override bool Holds(in PlanContext context) => context.Members[index];

    public override long NextFlip(in PlanContext context) => context.Flips[index];
}
