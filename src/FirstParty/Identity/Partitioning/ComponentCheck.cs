using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Finds the components that break a rule when taken whole. In the others no join can fail in any order, so they need no ordering.
/// </summary>
internal static class ComponentCheck
{
    public static bool[]? FindConflicts(PartitionProblem problem, DisjointSets components)
    {
        bool[]? conflicts = null;
        foreach (var entry in problem.Book.Entries.Where(entry => entry.Rule.MaxPerProfile < int.MaxValue))
        {
            Count(problem, components, entry, ref conflicts);
        }

        foreach (var (first, second) in problem.Separations)
        {
            if (components.Find(first) is var root && root == components.Find(second) && first != second)
            {
                (conflicts ??= new bool[problem.NodeCount])[root] = true;
            }
        }

        return conflicts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Count(PartitionProblem problem, DisjointSets components, NamespaceEntry entry, ref bool[]? conflicts)
    {
        var counts = new int[problem.NodeCount];
        var counted = problem.AliasClasses is null ? null : new HashSet<(int Root, int Class)>();
        for (var node = 0; node < problem.NodeCount; node++)
        {
            if (problem.Namespaces[node] != entry.Index)
            {
                continue;
            }

            var root = components.Find(node);
            if (counted?.Add((root, problem.ClassOf(node))) != false && ++counts[root] > entry.Rule.MaxPerProfile)
            {
                (conflicts ??= new bool[problem.NodeCount])[root] = true;
            }
        }
    }
}
