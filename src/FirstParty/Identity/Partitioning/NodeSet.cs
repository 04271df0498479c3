using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>Some of the nodes of a graph, a bit a node.</summary>
internal sealed class NodeSet(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) >> 6];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int node) => _words[node >> 6] |= 1UL << (node & 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int node) => (_words[node >> 6] & (1UL << (node & 63))) != 0;
}
