namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Blocks that grow by joining as long as every rule holds: at most so many values of a namespace, and no separated pair inside. The rules
/// are hereditary: what a block may not hold, no larger block may.
/// </summary>
internal sealed class BlockSet
{
    private readonly PartitionProblem _problem;
    private readonly DisjointSets _sets;
    private readonly int[] _limits;
    private readonly int[] _slots;
    private readonly int[] _heads;
    private readonly int[] _tails;
    private readonly int[] _counts;
    private readonly int[] _next;
    private readonly Dictionary<int, List<int>> _partners = [];
    private readonly Dictionary<int, List<int>> _separated = [];

    public BlockSet(PartitionProblem problem, DisjointSets sets)
    {
        (_problem, _sets) = (problem, sets);
        _slots = new int[problem.Book.Entries.Length];
        Array.Fill(_slots, -1);
        var limits = new List<int>();
        foreach (var entry in problem.Book.Entries.Where(entry => entry.Rule.MaxPerProfile < int.MaxValue))
        {
            _slots[entry.Index] = limits.Count;
            limits.Add(entry.Rule.MaxPerProfile);
        }

        _limits = [.. limits];
        (_heads, _tails, _counts) = (new int[problem.NodeCount * _limits.Length], new int[problem.NodeCount * _limits.Length], new int[problem.NodeCount * _limits.Length]);
        _next = new int[_limits.Length == 0 ? 0 : problem.NodeCount];
        Array.Fill(_heads, -1);
        Array.Fill(_next, -1);
        for (var node = 0; node < problem.NodeCount; node++)
        {
            if (_slots[problem.Namespaces[node]] is >= 0 and var slot)
            {
                var cell = (node * _limits.Length) + slot;
                (_heads[cell], _tails[cell], _counts[cell]) = (node, node, 1);
            }
        }

        foreach (var (first, second) in problem.Separations)
        {
            Register(first, second);
            Register(second, first);
        }
    }

    public int Find(int node) => _sets.Find(node);

    /// <summary>Joins the blocks of two nodes; false, and nothing changed, when the joint block would break a rule.</summary>
    public bool TryJoin(int a, int b)
    {
        var (left, right) = (_sets.Find(a), _sets.Find(b));
        if (left == right)
        {
            return true;
        }

        for (var slot = 0; slot < _limits.Length; slot++)
        {
            var (x, y) = ((left * _limits.Length) + slot, (right * _limits.Length) + slot);
            var sum = _counts[x] + _counts[y];
            if (sum > _limits[slot] && sum - Common(x, y) > _limits[slot])
            {
                return false;
            }
        }

        if (AreSeparated(left, right))
        {
            return false;
        }

        Join(left, right);
        return true;
    }

    private void Register(int node, int partner)
    {
        (_partners.TryGetValue(node, out var partners) ? partners : _partners[node] = []).Add(partner);
        if (!_separated.ContainsKey(node))
        {
            _separated[node] = [node];
        }
    }

    private bool AreSeparated(int left, int right)
    {
        if (!_separated.TryGetValue(left, out var ofLeft) || !_separated.TryGetValue(right, out var ofRight))
        {
            return false;
        }

        var (few, other) = ofLeft.Count <= ofRight.Count ? (ofLeft, right) : (ofRight, left);
        return few.Exists(node => _partners[node].Exists(partner => _sets.Find(partner) == other));
    }

    private void Join(int left, int right)
    {
        var root = _sets.Join(left, right);
        var child = root == left ? right : left;
        for (var slot = 0; slot < _limits.Length; slot++)
        {
            Append((root * _limits.Length) + slot, (child * _limits.Length) + slot);
        }

        if (_separated.Remove(child, out var moved))
        {
            if (_separated.TryGetValue(root, out var kept))
            {
                kept.AddRange(moved);
            }
            else
            {
                _separated[root] = moved;
            }
        }
    }

    private void Append(int target, int source)
    {
        for (var node = _heads[source]; node >= 0;)
        {
            var following = _next[node];
            if (_problem.AliasClasses is null || !Holds(target, _problem.ClassOf(node)))
            {
                _next[node] = -1;
                if (_heads[target] < 0)
                {
                    _heads[target] = node;
                }
                else
                {
                    _next[_tails[target]] = node;
                }

                _tails[target] = node;
                _counts[target]++;
            }

            node = following;
        }
    }

    private int Common(int x, int y)
    {
        if (_problem.AliasClasses is null)
        {
            return 0;
        }

        var common = 0;
        for (var node = _heads[x]; node >= 0; node = _next[node])
        {
            common += Holds(y, _problem.ClassOf(node)) ? 1 : 0;
        }

        return common;
    }

    private bool Holds(int cell, int aliasClass)
    {
        for (var node = _heads[cell]; node >= 0; node = _next[node])
        {
            if (_problem.ClassOf(node) == aliasClass)
            {
                return true;
            }
        }

        return false;
    }
}
