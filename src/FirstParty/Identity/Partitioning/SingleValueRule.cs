namespace FirstParty.Identity.Partitioning;

/// <summary>A block holds at most one value of a namespace, aliases counted once. One number a node.</summary>
internal sealed class SingleValueRule
{
    private const int Nothing = -1;

    private readonly int[] _held;

    public SingleValueRule(PartitionProblem problem, int index)
    {
        _held = new int[problem.NodeCount];
        for (var node = 0; node < _held.Length; node++)
        {
            _held[node] = problem.Namespaces[node] == index ? problem.ClassOf(node) : Nothing;
        }
    }

    public bool Permits(int left, int right) => _held[left] == Nothing || _held[right] == Nothing || _held[left] == _held[right];

    public void Join(int root, int child) => _held[root] = _held[root] == Nothing ? _held[child] : _held[root];
}
