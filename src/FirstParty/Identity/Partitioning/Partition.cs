using System.Runtime.CompilerServices;

namespace FirstParty.Identity.Partitioning;

/// <summary>
/// Cuts a graph into profiles. First <see cref="Connect"/>, by which components come out that no rule touches; then
/// <see cref="Arrange"/>, which orders the links of the others and joins greedily. The one meaning of resolution: batch and incremental
/// both end here.
/// </summary>
internal sealed class Partition(PartitionProblem problem)
{
    // Links whose ends are looked up together: what the memory can be asked for at a time.
    private const int Run = 64;

    private readonly LinkOrdering _ordering = new(problem);
    private DisjointSets _components = new(0);
    private DisjointSets _blocks = new(0);
    private bool[]? _contested;
    private bool[]? _conflicts;
    private Dictionary<int, int>? _shed;

    /// <summary>Of each link, what became of it.</summary>
    public LinkState[] States { get; } = new LinkState[problem.Links.Count];

    /// <summary>Whether some component breaks a rule when taken whole, so that the order of its links, hence their time, decides.</summary>
    public bool OrderMatters => _conflicts is not null;

    public static Partition Solve(PartitionProblem problem)
    {
        var partition = new Partition(problem);
        partition.Connect();
        partition.Arrange();
        return partition;
    }

    public bool IsContested(int node) => _contested?[node] == true;

    public int ComponentOf(int node) => _components.Find(node);

    public int BlockOf(int node) => _blocks.Find(node);

    /// <summary>The strongest class of links that the node's component shed, or null.</summary>
    public int? ShedFrom(int node) =>
        _shed is not null && _shed.TryGetValue(_components.Find(node), out var threshold) && threshold < int.MaxValue ? threshold : null;

    /// <summary>Whether the node's component has more links than the rules permit.</summary>
    public bool IsOverBudget(int node) => _shed?.ContainsKey(_components.Find(node)) == true;

    /// <summary>Whether the node's component breaks a rule when taken whole.</summary>
    public bool IsInConflict(int node) => _conflicts?[_components.Find(node)] == true;

    public void Connect()
    {
        _contested = ContestedNodes.Find(problem, _ordering.Layers);
        _components = new DisjointSets(problem.NodeCount);
        Unite();
        _components.Flatten();
        _shed = BudgetCheck.FindShed(problem, _components, _ordering, States);
        _conflicts = ComponentCheck.FindConflicts(problem, _components);
        foreach (var root in _shed?.Keys ?? Enumerable.Empty<int>())
        {
            (_conflicts ??= new bool[problem.NodeCount])[root] = true;
        }
    }

    public void Arrange()
    {
        if (_conflicts is null)
        {
            _blocks = _components;
            return;
        }

        var open = new NodeSet(problem.NodeCount);
        _blocks = _components.Without(_conflicts, open); // What no rule touches is joined already.
        JoinInOrder(Undecided(open));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unite()
    {
        var ends = problem.Links.Ends;
        Span<int> left = stackalloc int[Run];
        Span<int> right = stackalloc int[Run];
        for (var start = 0; start < States.Length; start += Run)
        {
            var run = ends.AsSpan(start, Math.Min(Run, States.Length - start));
            for (var i = 0; i < run.Length; i++)
            {
                (left[i], right[i]) = run[i];
            }

            _components.Step(left[..run.Length]);
            _components.Step(right[..run.Length]);
            _components.Step(left[..run.Length]);
            _components.Step(right[..run.Length]);
            for (var i = 0; i < run.Length; i++)
            {
                if (_contested is not null && (_contested[run[i].A] || _contested[run[i].B]))
                {
                    States[start + i] = LinkState.Suspended;
                }
                else
                {
                    _components.Unite(left[i], right[i]);
                }
            }
        }
    }

    // The links of the components that break a rule: the others' ends share a block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Undecided(NodeSet open)
    {
        var (ends, states, undecided) = (problem.Links.Ends, States, 0);
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] == LinkState.Suspended || !open.Contains(ends[i].A))
            {
                continue;
            }

            if (IsShed(i))
            {
                states[i] = LinkState.Shed;
            }
            else
            {
                states[i] = LinkState.Rejected; // Until its turn comes.
                undecided++;
            }
        }

        return Pending(undecided);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Pending(int count)
    {
        var pending = GC.AllocateUninitializedArray<int>(count);
        for (var (i, next) = (0, 0); next < count; i++)
        {
            if (States[i] == LinkState.Rejected)
            {
                pending[next++] = i;
            }
        }

        return pending;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsShed(int link) => _shed is not null && IsShed(link, _shed);

    private bool IsShed(int link, Dictionary<int, int> shed) =>
        shed.TryGetValue(_components.Find(problem.Links.Ends[link].A), out var threshold) && _ordering.ClassOf(link) >= threshold;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void JoinInOrder(int[] ordered)
    {
        _ordering.Sort(ordered);
        var blocks = new BlockSet(problem, _blocks);
        var ends = problem.Links.Ends;
        Span<int> left = stackalloc int[Run];
        Span<int> right = stackalloc int[Run];
        for (var start = 0; start < ordered.Length; start += Run)
        {
            var links = ordered.AsSpan(start, Math.Min(Run, ordered.Length - start));
            for (var i = 0; i < links.Length; i++)
            {
                (left[i], right[i]) = ends[links[i]];
            }

            _blocks.Step(left[..links.Length]);
            _blocks.Step(right[..links.Length]);
            _blocks.Step(left[..links.Length]);
            _blocks.Step(right[..links.Length]);
            for (var i = 0; i < links.Length; i++)
            {
                if (blocks.TryJoin(left[i], right[i]))
                {
                    States[links[i]] = LinkState.Accepted;
                }
            }
        }
    }
}
