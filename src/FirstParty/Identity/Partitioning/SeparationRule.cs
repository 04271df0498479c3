namespace FirstParty.Identity.Partitioning;

/// <summary>A block holds no separated pair. Costs nothing where nobody is separated.</summary>
internal sealed class SeparationRule
{
    private readonly DisjointSets _sets;
    private readonly Dictionary<int, List<int>> _partners = [];
    private readonly Dictionary<int, List<int>> _separated = [];

    public SeparationRule(IEnumerable<(int First, int Second)> separations, DisjointSets sets)
    {
        _sets = sets;
        foreach (var (first, second) in separations)
        {
            Add(first, second);
            Add(second, first);
        }
    }

    public bool Permits(int left, int right)
    {
        if (!_separated.TryGetValue(left, out var ofLeft) || !_separated.TryGetValue(right, out var ofRight))
        {
            return true;
        }

        var (few, other) = ofLeft.Count <= ofRight.Count ? (ofLeft, right) : (ofRight, left);
        return !few.Exists(node => _partners[node].Exists(partner => _sets.Find(partner) == other));
    }

    public void Join(int root, int child)
    {
        if (!_separated.Remove(child, out var moved))
        {
            return;
        }

        if (_separated.TryGetValue(root, out var kept))
        {
            kept.AddRange(moved);
        }
        else
        {
            _separated[root] = moved;
        }
    }

    private void Add(int node, int partner)
    {
        (_partners.TryGetValue(node, out var partners) ? partners : _partners[node] = []).Add(partner);
        _separated.TryAdd(node, [node]);
    }
}
