using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Union-find over integers, by rank, with path halving. Sets can bear marks. One number a node: that of its parent, or of a root the complement of its
/// rank and its marks.
/// </summary>
internal sealed class DisjointSets
{
    /// <summary>How many marks there are: 0 to this, exclusive.</summary>
    public const int Marks = 26;

    private const int RankBits = 5;
    private const int RankMask = (1 << RankBits) - 1;
    private const int Alone = ~0;

    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = GC.AllocateUninitializedArray<int>(count);
        Array.Fill(_parents, Alone);
    }

    private DisjointSets(int[] parents) => _parents = parents;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(int node)
    {
        var parents = _parents;
        while (parents[node] >= 0)
        {
            var parent = parents[node];
            if (parents[parent] >= 0)
            {
                parents[node] = parents[parent];
            }

            node = parent;
        }

        return node;
    }

    /// <summary>
    /// Brings each node one step nearer to its root. The steps of a run of nodes do not wait for one another, as those of finding do, so that
    /// memory is read many nodes at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(Span<int> nodes)
    {
        var parents = _parents;
        foreach (ref var node in nodes)
        {
            var parent = parents[node];
            node = parent >= 0 ? parent : node;
        }
    }

    /// <summary>A copy of these sets, once flat, in which the members of some are alone again.</summary>
    /// <param name="broken">Of each root, whether its set is taken apart.</param>
    /// <param name="apart">The nodes that were taken apart.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public DisjointSets Without(bool[] broken, NodeSet apart)
    {
        var (parents, copy) = (_parents, GC.AllocateUninitializedArray<int>(_parents.Length));
        for (var node = 0; node < parents.Length; node++)
        {
            var parent = parents[node];
            if (broken[parent >= 0 ? parent : node])
            {
                copy[node] = Alone;
                apart.Add(node);
            }
            else
            {
                copy[node] = parent;
            }
        }

        return new DisjointSets(copy);
    }

    /// <summary>Marks the sets of nodes that are alone.</summary>
    /// <param name="kinds">Of each node, its kind.</param>
    /// <param name="marks">Of each kind, its mark, or a negative number for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Mark(byte[] kinds, int[] marks)
    {
        int[] words = [.. marks.Select(mark => mark < 0 ? Alone : ~(1 << (RankBits + mark)))];
        var parents = _parents;
        for (var node = 0; node < parents.Length; node++)
        {
            if (parents[node] == Alone)
            {
                parents[node] = words[kinds[node]];
            }
        }
    }

    /// <summary>Whether two roots bear a mark in common.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ShareMark(int left, int right) => (~_parents[left] & ~_parents[right] & ~RankMask) != 0;

    /// <summary>Joins two different roots and returns the root of both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Join(int left, int right)
    {
        var (one, other) = (~_parents[left], ~_parents[right]);
        var difference = (one & RankMask) - (other & RankMask);
        var (large, small) = difference >= 0 ? (left, right) : (right, left);
        var rank = Math.Max(one & RankMask, other & RankMask) + (difference == 0 ? 1 : 0);
        _parents[large] = ~(((one | other) & ~RankMask) | rank);
        _parents[small] = large;
        return large;
    }

    /// <summary>Joins the sets of two nodes, should they be different.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Unite(int a, int b)
    {
        var (left, right) = (Find(a), Find(b));
        if (left != right)
        {
            Join(left, right);
        }
    }

    /// <summary>Puts every node right under its root, so that finding is one step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flatten()
    {
        for (var node = 0; node < _parents.Length; node++)
        {
            var root = Find(node);
            if (root != node)
            {
                _parents[node] = root;
            }
        }
    }
}
