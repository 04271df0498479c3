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

    /// <summary>Joins two different roots and returns the root of both.</summary>
    public int Join(int left, int right)
    {
        var (large, small) = _parents[left] <= _parents[right] ? (left, right) : (right, left);
        _parents[large] += _parents[small];
        _parents[small] = large;
        return large;
    }
}
