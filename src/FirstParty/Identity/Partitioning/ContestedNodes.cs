namespace FirstParty.Identity.Partitioning;

/// <summary>Finds nodes with more distinct stronger neighbours, aliases counted once, than their namespace permits.</summary>
internal static class ContestedNodes
{
    public static bool[]? Find(PartitionProblem problem)
    {
        if (problem.Contested is not null || problem.Book.Entries.All(entry => entry.Rule.MaxFanOut is null))
        {
            return problem.Contested;
        }

        var candidates = Candidates(problem);
        return candidates is null ? null : Confirm(problem, candidates);
    }

    private static bool IsAbove(PartitionProblem problem, int node, int neighbour) =>
        problem.Book.Entries[problem.Namespaces[neighbour]].Rule.Priority < problem.Book.Entries[problem.Namespaces[node]].Rule.Priority;

    // No node with few enough neighbours can have too many classes of them. One byte a node: at its most it stays.
    private static bool[]? Candidates(PartitionProblem problem)
    {
        byte[] maxima = [.. problem.Book.Entries.Select(entry => (byte)Math.Min(entry.Rule.MaxFanOut ?? int.MaxValue, byte.MaxValue - 1))];
        bool[] never = [.. problem.Book.Entries.Select(entry => entry.Rule.MaxFanOut is null)];
        int[] priorities = [.. problem.Book.Entries.Select(entry => entry.Rule.Priority)];
        var (count, namespaces) = (problem.Links.Count, problem.Namespaces);
        var (froms, tos) = (problem.Links.A, problem.Links.B);
        var counts = new byte[problem.NodeCount];
        bool[]? candidates = null;
        for (var i = 0; i < count; i++)
        {
            var (from, to) = (froms[i], tos[i]);
            var difference = priorities[namespaces[from]] - priorities[namespaces[to]];
            var weaker = difference > 0 ? from : to;
            if (difference != 0 && counts[weaker] < byte.MaxValue && ++counts[weaker] > maxima[namespaces[weaker]] && !never[namespaces[weaker]])
            {
                (candidates ??= new bool[problem.NodeCount])[weaker] = true;
            }
        }

        return candidates;
    }

    private static bool[]? Confirm(PartitionProblem problem, bool[] candidates)
    {
        var pairs = new List<ulong>();
        for (var i = 0; i < problem.Links.Count; i++)
        {
            var (a, b) = (problem.Links.A[i], problem.Links.B[i]);
            if (candidates[a] && IsAbove(problem, a, b))
            {
                pairs.Add(((ulong)(uint)a << 32) | (uint)problem.ClassOf(b));
            }
            else if (candidates[b] && IsAbove(problem, b, a))
            {
                pairs.Add(((ulong)(uint)b << 32) | (uint)problem.ClassOf(a));
            }
        }

        pairs.Sort();
        var contested = new bool[problem.NodeCount];
        var (any, node, distinct) = (false, -1, 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i > 0 && pairs[i] == pairs[i - 1])
            {
                continue;
            }

            var current = (int)(pairs[i] >> 32);
            (node, distinct) = current == node ? (node, distinct + 1) : (current, 1);
            if (distinct > problem.Book.Entries[problem.Namespaces[node]].Rule.MaxFanOut)
            {
                any = contested[node] = true;
            }
        }

        return any ? contested : null;
    }
}
