using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Blocks that grow by joining as long as every rule holds: at most so many values of a namespace, and no separated pair inside. The rules
/// are hereditary: what a block may not hold, no larger block may.
/// </summary>
internal sealed class BlockSet
{
    private readonly DisjointSets _sets;
    private readonly SingleValueRule[] _singles;
    private readonly LimitedValuesRule[] _limited;
    private readonly SeparationRule? _separations;

    public BlockSet(PartitionProblem problem, DisjointSets sets)
    {
        _sets = sets;
        var limited = problem.Book.Entries.Where(entry => entry.Rule.MaxPerProfile < int.MaxValue).ToList();
        var singles = limited.Where(entry => entry.Rule.MaxPerProfile == 1).ToList();
        var marked = problem.AliasClasses is null ? singles[..Math.Min(singles.Count, DisjointSets.Marks)] : [];
        if (marked.Count > 0)
        {
            sets.Mark(problem.Namespaces, [.. problem.Book.Entries.Select(entry => marked.IndexOf(entry))]);
        }

        _singles = [.. singles[marked.Count..].Select(entry => new SingleValueRule(problem, entry.Index))];
        _limited = [.. limited.Where(entry => entry.Rule.MaxPerProfile > 1).Select(entry => new LimitedValuesRule(problem, entry.Index, entry.Rule.MaxPerProfile))];
        _separations = problem.Separations.Count == 0 ? null : new SeparationRule(problem.Separations, sets);
    }

    /// <summary>Joins the blocks of two nodes; false, and nothing changed, when the joint block would break a rule.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryJoin(int a, int b)
    {
        var (left, right) = (_sets.Find(a), _sets.Find(b));
        if (left == right)
        {
            return true;
        }

        if (!Permits(left, right))
        {
            return false;
        }

        var root = _sets.Join(left, right);
        var child = root == left ? right : left;
        foreach (var rule in _singles)
        {
            rule.Join(root, child);
        }

        foreach (var rule in _limited)
        {
            rule.Join(root, child);
        }

        _separations?.Join(root, child);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Permits(int left, int right)
    {
        if (_sets.ShareMark(left, right))
        {
            return false;
        }

        foreach (var rule in _singles)
        {
            if (!rule.Permits(left, right))
            {
                return false;
            }
        }

        foreach (var rule in _limited)
        {
            if (!rule.Permits(left, right))
            {
                return false;
            }
        }

        return _separations?.Permits(left, right) != false;
    }
}
