namespace FirstParty.Identity.Partitioning;

/// <summary>Finds nodes with more distinct stronger neighbours, aliases counted once, than their namespace permits.</summary>
internal static class ContestedNodes
{
    /// <param name="problem">The graph.</param>
    /// <param name="layers">Of each link, its layer: filled in.</param>
    public static bool[]? Find(PartitionProblem problem, byte[] layers)
    {
        if (problem.Contested is not null || problem.Book.Entries.All(entry => entry.Rule.MaxFanOut is null))
        {
            LinkLayers.Fill(problem, layers);
            return problem.Contested;
        }

        // No node with few enough neighbours can have too many classes of them.
        var candidates = LinkLayers.FillAndCount(problem, layers);
        return candidates is null ? null : Confirm(problem, candidates);
    }

    private static bool IsAbove(PartitionProblem problem, int node, int neighbour) =>
        problem.Book.Entries[problem.Namespaces[neighbour]].Rule.Priority < problem.Book.Entries[problem.Namespaces[node]].Rule.Priority;

    private static bool[]? Confirm(PartitionProblem problem, bool[] candidates)
    {
        var pairs = new List<ulong>();
        for (var i = 0; i < problem.Links.Count; i++)
        {
            var (a, b) = problem.Links.Ends[i];
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
