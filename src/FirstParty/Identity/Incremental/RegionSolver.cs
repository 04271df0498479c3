using FirstParty.Identity.Partitioning;

namespace FirstParty.Identity.Incremental;

/// <summary>
/// Cuts a region of the graph into profiles anew: the components that a change touches, with all that conducting links now reach from
/// them. Components outside cannot be touched, because rules look only inside a profile and profiles never cross components.
/// </summary>
internal sealed class RegionSolver(Workspace workspace, FactReader reader, IReadOnlyList<EventAssertion> batch)
{
    private readonly RuleBook _book = workspace.Book;
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<ProfileId, int> _numbers = [];
    private readonly List<GraphLink> _links = [];
    private readonly LinkTable _table = new();

    /// <summary>The natural ids of all nodes in the region.</summary>
    public HashSet<ProfileId> Region { get; } = [];

    public async ValueTask SolveAsync(IReadOnlyCollection<ProfileId> seeds)
    {
        await GatherAsync(seeds).ConfigureAwait(false);
        Tabulate();
        var partition = new Partition(Problem());
        partition.Connect();
        if (partition.OrderMatters && _book.Newest)
        {
            await RefreshAsync(partition).ConfigureAwait(false);
        }

        partition.Arrange();
        Settle(partition);
    }

    private async ValueTask GatherAsync(IReadOnlyCollection<ProfileId> seeds)
    {
        var wave = seeds;
        while (wave.Count > 0)
        {
            await workspace.FindAsync(wave, []).ConfigureAwait(false);
            await workspace.LoadComponentsAsync(wave.Select(workspace.Original).OfType<GraphNode>().Select(node => node.Component)).ConfigureAwait(false);
            var added = Add(wave);
            await workspace.FindAsync(Outside(added), []).ConfigureAwait(false);
            wave = Reached(added);
        }

        await workspace.LoadActsAsync(Region).ConfigureAwait(false);
    }

    /// <summary>Takes nodes and the components that they were in into the region; gives those that were not in it.</summary>
    private List<ProfileId> Add(IReadOnlyCollection<ProfileId> wave)
    {
        var added = new List<ProfileId>(wave.Count);
        Region.EnsureCapacity(Region.Count + wave.Count);
        foreach (var id in wave)
        {
            if (Region.Add(id))
            {
                added.Add(id);
            }

            for (var member = workspace.Original(id) is { } node ? workspace.MembersOf(node.Component) : null; member is not null; member = member.Next)
            {
                if (Region.Add(member.Id))
                {
                    added.Add(member.Id);
                }
            }
        }

        return added;
    }

    /// <summary>The other ends of links that leave the region.</summary>
    private List<ProfileId> Outside(List<ProfileId> added)
    {
        var outside = new List<ProfileId>();
        foreach (var id in added)
        {
            for (var edge = workspace.Node(id) is { Contested: false, FirstSeen: not null } ? workspace.EdgesOf(id) : null; edge is not null; edge = edge.Next)
            {
                if (edge.Pair.Other(id) is var other && !Region.Contains(other) && workspace.Link(edge.Pair)!.Strength is not null)
                {
                    outside.Add(other);
                }
            }
        }

        return outside;
    }

    /// <summary>Those of them that conducting links reach.</summary>
    private HashSet<ProfileId> Reached(List<ProfileId> added)
    {
        var reached = new HashSet<ProfileId>();
        foreach (var id in added)
        {
            for (var edge = workspace.EdgesOf(id); edge is not null; edge = edge.Next)
            {
                if (edge.Pair.Other(id) is var other && !Region.Contains(other) && workspace.IsConducting(workspace.Link(edge.Pair)!))
                {
                    reached.Add(other);
                }
            }
        }

        return reached;
    }

    private void Tabulate()
    {
        ProfileId[] ids = [.. Region];
        Array.Sort(ids);
        _numbers.EnsureCapacity(ids.Length);
        _nodes.EnsureCapacity(ids.Length);
        foreach (var node in ids.Select(workspace.Node).OfType<GraphNode>())
        {
            if (node.FirstSeen is not null && !node.Contested && _book.Entry(node.Identifier).IsPerson)
            {
                _numbers[node.Id] = _nodes.Count;
                _nodes.Add(node);
            }
            else
            {
                workspace.Set(node with { Component = node.Id, Profile = node.Id, Unsettled = false, ShedFrom = null });
            }
        }

        foreach (var node in _nodes)
        {
            for (var edge = workspace.EdgesOf(node.Id); edge is not null; edge = edge.Next)
            {
                if (edge.Pair.A == node.Id && workspace.Link(edge.Pair) is { } link && workspace.IsConducting(link))
                {
                    _links.Add(link);
                    _table.Add(_numbers[link.A], _numbers[link.B], link.Strength!.Value, link.At.UtcTicks);
                }
            }
        }
    }

    private PartitionProblem Problem()
    {
        var aliases = workspace.Acts.Aliases;
        return new PartitionProblem
        {
            Book = _book,
            NodeCount = _nodes.Count,
            Namespaces = [.. _nodes.Select(node => (byte)_book.Entry(node.Identifier).Index)],
            Links = _table,
            Order = (x, y) => AliasClasses.Compare(_nodes[x].Identifier, _nodes[y].Identifier),
            AliasClasses = aliases.IsEmpty ? null : aliases.Number([.. _nodes.Select(node => node.Identifier)]),
            Separations = [.. workspace.Acts.Living.OfType<SeparateAssertion>().SelectMany(Numbered)],
            Contested = new bool[_nodes.Count],
        };
    }

    private IEnumerable<(int First, int Second)> Numbered(SeparateAssertion separation)
    {
        Identifier[] ends = [.. workspace.Acts.Named(separation)];
        if (ends.Length == 2 && _numbers.TryGetValue(ProfileId.Of(ends[0]), out var first) && _numbers.TryGetValue(ProfileId.Of(ends[1]), out var second))
        {
            yield return (first, second);
        }
    }

    // Times that decided nothing were not kept; now they decide.
    private async ValueTask RefreshAsync(Partition partition)
    {
        int[] stale = [.. Enumerable.Range(0, _links.Count).Where(i => partition.IsInConflict(_table.Ends[i].A) && MayLag(_links[i]))];
        if (stale.Length == 0)
        {
            return;
        }

        Identifier[] identifiers = [.. stale.Select(i => Weaker(_links[i])).Distinct()];
        var evidence = await reader.ReadAsync(identifiers, batch).ConfigureAwait(false);
        foreach (var i in stale)
        {
            if (evidence.Links.TryGetValue(_links[i].Pair, out var current) && current.Strength == _links[i].Strength)
            {
                _table.Time[i] = current.At.UtcTicks;
                workspace.Set(current);
            }
        }
    }

    private bool MayLag(GraphLink link) => link.Strength != AssertionStrength.Derived && workspace.Original(link.Pair) is { } original
        && LinkClass.MayLag(_book, original, workspace.Original(link.A), workspace.Original(link.B));

    private Identifier Weaker(GraphLink link)
    {
        var (a, b) = (workspace.Node(link.A)!.Identifier, workspace.Node(link.B)!.Identifier);
        return _book.Entry(a).Rule.Priority > _book.Entry(b).Rule.Priority ? a : b;
    }

    private void Settle(Partition partition)
    {
        var comparer = Representation.By<int>(
            _book, workspace.Acts.Aliases, number => (_nodes[number].Identifier, _nodes[number].FirstSeen!.Value.UtcTicks));
        var (numbers, places) = (new int[_nodes.Count], new (int Component, int Block)[_nodes.Count]);
        for (var number = 0; number < numbers.Length; number++)
        {
            (numbers[number], places[number]) = (number, (partition.ComponentOf(number), partition.BlockOf(number)));
        }

        Array.Sort(places, numbers);
        for (var (from, to) = (0, 0); from < numbers.Length; from = to)
        {
            to = EndOf(from, numbers.Length, places, static (one, other) => one.Component == other.Component);
            Settle(partition, numbers, places, from, to, comparer);
        }
    }

    /// <summary>Settles one component: its nodes stand together, and among them those of each block.</summary>
    private void Settle(Partition partition, int[] numbers, (int Component, int Block)[] places, int from, int to, IComparer<int> comparer)
    {
        var isOne = places[from].Block == places[to - 1].Block;
        var id = _nodes[Least(numbers.AsSpan(from, to - from), Comparer<int>.Default)].Id; // Numbers ascend with the ids.
        for (var (start, end) = (from, from); start < to; start = end)
        {
            end = EndOf(start, to, places, static (one, other) => one.Block == other.Block);
            var profile = _nodes[Least(numbers.AsSpan(start, end - start), comparer)].Id;
            foreach (var number in numbers.AsSpan(start, end - start))
            {
                Settle(_nodes[number], id, profile, !isOne || partition.IsOverBudget(number), partition.ShedFrom(number));
            }
        }
    }

    private void Settle(GraphNode node, ProfileId component, ProfileId profile, bool unsettled, int? shedFrom)
    {
        if (node.Component != component || node.Profile != profile || node.Unsettled != unsettled || node.ShedFrom != shedFrom)
        {
            workspace.Set(node with { Component = component, Profile = profile, Unsettled = unsettled, ShedFrom = shedFrom });
        }
    }

    private static int EndOf(int start, int limit, (int Component, int Block)[] places, Func<(int Component, int Block), (int Component, int Block), bool> isSame)
    {
        var end = start + 1;
        while (end < limit && isSame(places[start], places[end]))
        {
            end++;
        }

        return end;
    }

    private static int Least(ReadOnlySpan<int> numbers, IComparer<int> comparer)
    {
        var least = numbers[0];
        foreach (var number in numbers[1..])
        {
            least = comparer.Compare(number, least) < 0 ? number : least;
        }

        return least;
    }
}
