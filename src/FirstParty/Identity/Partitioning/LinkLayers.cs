using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>Of each link its layer: the priority of its weaker end.</summary>
internal static class LinkLayers
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(PartitionProblem problem, byte[] layers)
    {
        byte[] priorities = [.. problem.Book.Entries.Select(entry => (byte)entry.Rule.Priority)];
        var (ends, namespaces) = (problem.Links.Ends, problem.Namespaces);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Math.Max(priorities[namespaces[ends[i].A]], priorities[namespaces[ends[i].B]]);
        }
    }

    /// <summary>Fills in the layers and counts, on the way, each node's stronger neighbours.</summary>
    /// <returns>The nodes that have more of them than their namespace permits, or null when none has.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool[]? FillAndCount(PartitionProblem problem, byte[] layers)
    {
        byte[] maxima = [.. problem.Book.Entries.Select(entry => (byte)Math.Min(entry.Rule.MaxFanOut ?? int.MaxValue, byte.MaxValue - 1))];
        bool[] never = [.. problem.Book.Entries.Select(entry => entry.Rule.MaxFanOut is null)];
        byte[] priorities = [.. problem.Book.Entries.Select(entry => (byte)entry.Rule.Priority)];
        var (ends, namespaces, counts) = (problem.Links.Ends, problem.Namespaces, new byte[problem.NodeCount]);
        bool[]? candidates = null;
        for (var i = 0; i < layers.Length; i++)
        {
            var (from, to) = ends[i];
            var (ofFrom, ofTo) = (namespaces[from], namespaces[to]);
            var difference = priorities[ofFrom] - priorities[ofTo];
            var (weaker, kind) = difference > 0 ? (from, ofFrom) : (to, ofTo);
            layers[i] = priorities[kind];

            // One byte a node: at its most it stays.
            if (difference != 0 && counts[weaker] < byte.MaxValue && ++counts[weaker] > maxima[kind] && !never[kind])
            {
                (candidates ??= new bool[problem.NodeCount])[weaker] = true;
            }
        }

        return candidates;
    }
}
