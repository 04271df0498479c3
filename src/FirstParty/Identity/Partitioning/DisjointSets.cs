namespace FirstParty.Identity.Partitioning;

/// <summary>Union-find over integers, by size, with path halving. A root holds its negated size.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        Array.Fill(_parents, -1);
    }

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
    public void Step(Span<int> nodes)
    {
        var parents = _parents;
        foreach (ref var node in nodes)
        {
            var parent = parents[node];
            node = parent >= 0 ? parent : node;
        }
    }

    /// <summary>Whether a node is in no set but its own.</summary>
    public bool IsAlone(int node) => _parents[node] == -1;

    /// <summary>A copy of these sets, once flat, in which the members of some are alone again.</summary>
    /// <param name="broken">Of each root, whether its set is taken apart.</param>
    public DisjointSets Without(bool[] broken)
    {
        var copy = new DisjointSets(_parents.Length);
        for (var node = 0; node < _parents.Length; node++)
        {
            var parent = _parents[node];
            if (!broken[parent >= 0 ? parent : node])
            {
                copy._parents[node] = parent;
            }
        }

        return copy;
    }

    /// <summary>Joins two different roots and returns the root of both.</summary>
    public int Join(int left, int right)
    {
        var (large, small) = _parents[left] <= _parents[right] ? (left, right) : (right, left);
        _parents[large] += _parents[small];
        _parents[small] = large;
        return large;
    }

    /// <summary>Joins the sets of two nodes, should they be different.</summary>
    public void Unite(int a, int b)
    {
        var (left, right) = (Find(a), Find(b));
        if (left != right)
        {
            Join(left, right);
        }
    }

    /// <summary>Puts every node right under its root, so that finding is one step.</summary>
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
