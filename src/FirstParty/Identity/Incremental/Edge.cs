using System.Runtime.InteropServices;

namespace FirstParty.Identity.Incremental;

/// <summary>One of the links at a node, by its ends, and the next one: most nodes have a single link or two.</summary>
internal sealed class Edge(GraphPair pair, Edge? next)
{
    public GraphPair Pair => pair;

    public Edge? Next { get; private set; } = next;

    /// <summary>Adds a link that the node does not have yet.</summary>
    public static void Join(Dictionary<ProfileId, Edge> nodes, ProfileId node, GraphPair pair)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(nodes, node, out _);
        first = new Edge(pair, first);
    }

    /// <summary>Takes away a link that the node has.</summary>
    public static void Part(Dictionary<ProfileId, Edge> nodes, ProfileId node, GraphPair pair)
    {
        var edge = nodes[node];
        if (edge.Pair != pair)
        {
            while (edge.Next!.Pair != pair)
            {
                edge = edge.Next;
            }

            edge.Next = edge.Next.Next;
        }
        else if (edge.Next is { } rest)
        {
            nodes[node] = rest;
        }
        else
        {
            nodes.Remove(node);
        }
    }
}
