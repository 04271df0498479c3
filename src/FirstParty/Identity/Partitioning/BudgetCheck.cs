namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Sheds whole classes of links, weakest first, from components that have more links than the rules permit. The strongest class stays,
/// however large. A function of the set of links, whatever the order of arrival.
/// </summary>
internal static class BudgetCheck
{
    /// <summary>The strongest class that each over-full component sheds, by root; null when every component fits.</summary>
    public static Dictionary<int, int>? FindShed(PartitionProblem problem, DisjointSets components, LinkOrdering ordering, LinkState[] states)
    {
        var budget = problem.Book.Rules.ComponentBudget;
        if (problem.Links.Count <= budget)
        {
            return null;
        }

        var counts = new int[problem.NodeCount];
        for (var i = 0; i < problem.Links.Count; i++)
        {
            counts[components.Find(problem.Links.Ends[i].A)] += states[i] == LinkState.Accepted ? 1 : 0;
        }

        var classes = new Dictionary<int, SortedDictionary<int, int>>();
        for (var i = 0; i < problem.Links.Count; i++)
        {
            var root = components.Find(problem.Links.Ends[i].A);
            if (states[i] == LinkState.Accepted && counts[root] > budget)
            {
                var sizes = classes.TryGetValue(root, out var known) ? known : classes[root] = [];
                sizes[ordering.ClassOf(i)] = sizes.GetValueOrDefault(ordering.ClassOf(i)) + 1;
            }
        }

        return classes.Count == 0 ? null : classes.ToDictionary(pair => pair.Key, pair => Threshold(pair.Value, budget));
    }

    private static int Threshold(SortedDictionary<int, int> sizes, int budget)
    {
        var kept = 0;
        var first = true;
        foreach (var (linkClass, size) in sizes)
        {
            kept += size;
            if (kept > budget && !first)
            {
                return linkClass;
            }

            first = false;
        }

        return int.MaxValue;
    }
}
