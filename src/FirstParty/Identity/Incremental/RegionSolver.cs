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
            HashSet<ProfileId> added = [.. wave, .. wave.Select(workspace.Original).OfType<GraphNode>().SelectMany(node => workspace.MembersOf(node.Component))];
            added.ExceptWith(Region);
            Region.UnionWith(added);
            ProfileId[] outside = [.. added.SelectMany(Outside).Distinct()];
            await workspace.FindAsync(outside, []).ConfigureAwait(false);
            wave = [.. added.SelectMany(id => workspace.LinksOf(id).Where(workspace.IsConducting).Select(link => link.Pair.Other(id)))
                .Where(id => !Region.Contains(id))
                .Distinct()];
        }

        await workspace.LoadActsAsync(Region).ConfigureAwait(false);
    }

    private IEnumerable<ProfileId> Outside(ProfileId id) => workspace.Node(id) is { Contested: false, FirstSeen: not null }
        ? workspace.LinksOf(id).Where(link => link.Strength is not null).Select(link => link.Pair.Other(id)).Where(other => !Region.Contains(other))
        : [];

    private void Tabulate()
    {
        foreach (var node in Region.Order().Select(workspace.Node).OfType<GraphNode>())
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

        foreach (var link in _nodes.SelectMany(node => workspace.LinksOf(node.Id).Where(link => link.A == node.Id && workspace.IsConducting(link))))
        {
            _links.Add(link);
            _table.Add(_numbers[link.A], _numbers[link.B], link.Strength!.Value, link.At.UtcTicks);
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
        var numbers = Enumerable.Range(0, _nodes.Count);
        var comparer = Representation.By<int>(
            _book, workspace.Acts.Aliases, number => (_nodes[number].Identifier, _nodes[number].FirstSeen!.Value.UtcTicks));
        foreach (var component in numbers.GroupBy(partition.ComponentOf))
        {
            var blocks = component.GroupBy(partition.BlockOf).ToList();
            var id = component.Min(number => _nodes[number].Id);
            foreach (var block in blocks)
            {
                var profile = _nodes[block.Min(comparer)].Id;
                foreach (var number in block)
                {
                    workspace.Set(_nodes[number] with
                    {
                        Component = id,
                        Profile = profile,
                        Unsettled = blocks.Count > 1 || partition.IsOverBudget(number),
                        ShedFrom = partition.ShedFrom(number),
                    });
                }
            }
        }
    }
}
