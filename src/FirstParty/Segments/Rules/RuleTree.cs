namespace FirstParty.Segments.Rules;

/// <summary>Walks over rule trees.</summary>
public static class RuleTree
{
    /// <summary>The rules directly under a rule: those of all, any, not and atLeast; none for a leaf.</summary>
    public static IReadOnlyList<SegmentRule> Children(SegmentRule rule) => rule switch
    {
        AllRule all => all.Rules,
        AnyRule any => any.Rules,
        AtLeastRule some => some.Rules,
        NotRule not => [not.Rule],
        ScoreRule score => score.Parts.Select(part => part.When).ToValueList(),
        _ => [],
    };

    /// <summary>The leaves of a rule, left to right; the filters of events are not entered.</summary>
    public static IEnumerable<SegmentRule> Leaves(SegmentRule rule)
    {
        var pending = new Stack<SegmentRule>();
        pending.Push(rule);
        while (pending.TryPop(out var next))
        {
            var children = Children(next);
            if (children.Count == 0 && next is not AllRule)
            {
                yield return next;
            }

            for (var i = children.Count - 1; i >= 0; i--)
            {
                pending.Push(children[i]);
            }
        }
    }

    /// <summary>The filters on events within a leaf.</summary>
    public static IEnumerable<SegmentRule> Filters(SegmentRule leaf) => leaf switch
    {
        EventRule { Where: { } where } => [where],
        RelativeRule relative => new[] { relative.Left.Where, relative.Right.Where }.OfType<SegmentRule>(),
        SequenceRule sequence => sequence.Steps.Concat(sequence.Without).Where(step => step.Where is not null).Select(step => step.Where!),
        _ => [],
    };

    /// <summary>How many leaves a rule has, those of event filters included, and how deep it is nested; stops counting beyond the limits.</summary>
    internal static (int Leaves, int Depth) Measure(SegmentRule rule)
    {
        var (leaves, deepest) = (0, 0);
        var pending = new Stack<(SegmentRule Rule, int Depth)>();
        pending.Push((rule, 1));
        while (leaves <= RuleLimits.MaxLeaves && deepest <= RuleLimits.MaxDepth && pending.TryPop(out var next))
        {
            deepest = Math.Max(deepest, next.Depth);
            var children = Children(next.Rule);
            leaves += children.Count == 0 ? 1 : 0;
            foreach (var child in children.Concat(Filters(next.Rule)))
            {
                pending.Push((child, next.Depth + 1));
            }
        }

        return (leaves, deepest);
    }

    internal static SegmentRule? CheckWhere(SegmentRule? where, string parameter)
    {
        if (where is not null && Measure(where) is var (leaves, depth) && (leaves > RuleLimits.MaxLeaves || depth > RuleLimits.MaxDepth))
        {
            throw new ArgumentException("The filter is too large or too deep.", parameter);
        }

        return where is null || Leaves(where).All(leaf => leaf is PropertyRule)
            ? where
            : throw new ArgumentException("The filter of an event tests properties of that event and nothing else.", parameter);
    }
}
