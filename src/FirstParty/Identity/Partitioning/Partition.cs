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
        _contested = ContestedNodes.Find(problem);
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

        _blocks = _components.Without(_conflicts); // What no rule touches is joined already.
        JoinInOrder(Undecided());
    }

    private void Unite()
    {
        var (froms, tos) = (problem.Links.A, problem.Links.B);
        Span<int> left = stackalloc int[Run];
        Span<int> right = stackalloc int[Run];
        for (var start = 0; start < States.Length; start += Run)
        {
            var count = Math.Min(Run, States.Length - start);
            froms.AsSpan(start, count).CopyTo(left);
            tos.AsSpan(start, count).CopyTo(right);
            _components.Step(left[..count]);
            _components.Step(right[..count]);
            for (var i = 0; i < count; i++)
            {
                if (_contested is not null && (_contested[froms[start + i]] || _contested[tos[start + i]]))
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
    private int[] Undecided()
    {
        var (froms, states, undecided) = (problem.Links.A, States, 0);
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i] == LinkState.Suspended || !_blocks.IsAlone(froms[i]))
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

    private int[] Pending(int count)
    {
        var pending = new int[count];
        for (var (i, next) = (0, 0); next < count; i++)
        {
            if (States[i] == LinkState.Rejected)
            {
                pending[next++] = i;
            }
        }

        return pending;
    }

    private bool IsShed(int link) => _shed is not null
        && _shed.TryGetValue(_components.Find(problem.Links.A[link]), out var threshold) && _ordering.ClassOf(link) >= threshold;

    private void JoinInOrder(int[] ordered)
    {
        _ordering.Sort(ordered);
        var blocks = new BlockSet(problem, _blocks);
        var (froms, tos) = (problem.Links.A, problem.Links.B);
        Span<int> left = stackalloc int[Run];
        Span<int> right = stackalloc int[Run];
        for (var start = 0; start < ordered.Length; start += Run)
        {
            var links = ordered.AsSpan(start, Math.Min(Run, ordered.Length - start));
            for (var i = 0; i < links.Length; i++)
            {
                (left[i], right[i]) = (froms[links[i]], tos[links[i]]);
            }

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
