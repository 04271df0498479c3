namespace FirstParty.Identity.Partitioning;

/// <summary>A block holds at most so many values of a namespace, aliases counted once. A chain of nodes a block, at its root.</summary>
internal sealed class LimitedValuesRule
{
    private const int End = -1;

    private readonly PartitionProblem _problem;
    private readonly int _limit;
    private readonly int[] _heads;
    private readonly int[] _tails;
    private readonly int[] _counts;
    private readonly int[] _next;

    public LimitedValuesRule(PartitionProblem problem, int index, int limit)
    {
        (_problem, _limit) = (problem, limit);
        (_heads, _tails, _counts, _next) =
            (new int[problem.NodeCount], new int[problem.NodeCount], new int[problem.NodeCount], new int[problem.NodeCount]);
        Array.Fill(_next, End);
        for (var node = 0; node < problem.NodeCount; node++)
        {
            var isIn = problem.Namespaces[node] == index;
            (_heads[node], _tails[node], _counts[node]) = isIn ? (node, node, 1) : (End, End, 0);
        }
    }

    public bool Permits(int left, int right)
    {
        var sum = _counts[left] + _counts[right];
        return sum <= _limit || sum - Common(left, right) <= _limit;
    }

    public void Join(int root, int child)
    {
        for (var node = _heads[child]; node != End;)
        {
            var following = _next[node];
            if (_problem.AliasClasses is null || !Holds(root, _problem.ClassOf(node)))
            {
                Append(root, node);
            }

            node = following;
        }
    }

    private void Append(int root, int node)
    {
        _next[node] = End;
        if (_heads[root] == End)
        {
            _heads[root] = node;
        }
        else
        {
            _next[_tails[root]] = node;
        }

        _tails[root] = node;
        _counts[root]++;
    }

    private int Common(int left, int right)
    {
        var common = 0;
        for (var node = _problem.AliasClasses is null ? End : _heads[left]; node != End; node = _next[node])
        {
            common += Holds(right, _problem.ClassOf(node)) ? 1 : 0;
        }

        return common;
    }

    private bool Holds(int root, int aliasClass)
    {
        for (var node = _heads[root]; node != End; node = _next[node])
        {
            if (_problem.ClassOf(node) == aliasClass)
            {
                return true;
            }
        }

        return false;
    }
}
