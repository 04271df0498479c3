namespace FirstParty.Identity.Incremental;

/// <summary>Compares what is known now with what was stored, and says around which nodes profiles may have changed.</summary>
internal sealed class SeedFinder(Workspace workspace, IReadOnlySet<ProfileId> rederived)
{
    private readonly RuleBook _book = workspace.Book;

    public async ValueTask FindAsync(HashSet<ProfileId> seeds)
    {
        await LoadAwakenedAsync().ConfigureAwait(false);
        var links = ChangedLinks();
        await workspace.FindAsync(GraphPair.Ends(links), []).ConfigureAwait(false);
        await new ContestedReview(workspace).RunAsync(links, Aliased()).ConfigureAwait(false);
        seeds.EnsureCapacity(seeds.Count + (2 * links.Count));
        foreach (var pair in links)
        {
            Consider(pair, seeds);
        }

        await ConsiderNodesAsync(seeds).ConfigureAwait(false);
        seeds.RemoveWhere(id => workspace.Node(id) is null && workspace.Original(id) is null);
    }

    private static bool IsSeen(GraphNode? node) => node?.FirstSeen is not null;

    // Nodes that were known by a link alone, and are people now: their links awake with them.
    private async ValueTask LoadAwakenedAsync()
    {
        var awakened = workspace.Nodes.Where(node => IsSeen(node) && workspace.Original(node.Id) is { FirstSeen: null }).ToList();
        await workspace.LoadComponentsAsync(awakened.Select(node => workspace.Original(node.Id)!.Component)).ConfigureAwait(false);
    }

    private List<GraphPair> ChangedLinks()
    {
        var pairs = new HashSet<GraphPair>(workspace.LinkCount);
        pairs.UnionWith(workspace.ChangedLinks.Select(link => link.Pair));
        pairs.UnionWith(workspace.RemovedLinks);
        foreach (var node in workspace.Nodes)
        {
            for (var edge = IsSeen(node) != IsSeen(workspace.Original(node.Id)) ? workspace.EdgesOf(node.Id) : null; edge is not null; edge = edge.Next)
            {
                pairs.Add(edge.Pair);
            }
        }

        List<GraphPair> ordered = [.. pairs];
        ordered.Sort();
        return ordered;
    }

    private List<ProfileId> Aliased() => workspace.Acts.Aliases.IsEmpty && rederived.Count == 0 ? [] : [.. rederived];

    private void Consider(GraphPair pair, HashSet<ProfileId> seeds)
    {
        var link = workspace.Link(pair);
        var (was, isNow) = (workspace.WasConducting(pair), link is not null && workspace.IsConducting(link));
        if (was && isNow && !IsUnsettled(pair) && !rederived.Contains(pair.A) && !rederived.Contains(pair.B))
        {
            return; // A better reason for what holds anyway.
        }

        if (!was && isNow && TryShed(link!))
        {
            return;
        }

        if (was || isNow)
        {
            seeds.Add(pair.A);
            seeds.Add(pair.B);
        }
    }

    private bool IsUnsettled(GraphPair pair) =>
        workspace.Original(pair.A) is { Unsettled: true } || workspace.Original(pair.B) is { Unsettled: true };

    // A new identifier at the rim of an over-full component: its one link is of a class that the component sheds, whatever else there is.
    private bool TryShed(GraphLink link)
    {
        var (a, b) = (workspace.Original(link.A), workspace.Original(link.B));
        var (rim, hub) = a is null ? (workspace.Node(link.A)!, b) : (workspace.Node(link.B)!, a);
        if (hub?.ShedFrom is not { } shed || hub.Contested || workspace.Original(rim.Id) is not null || rim.Id <= hub.Component
            || workspace.LinksOf(rim.Id).Count(workspace.IsActive) != 1 || workspace.LinksOf(rim.Id).Any(other => !IsKnownAloneWith(other))
            || LinkClass.Of(_book, link.Strength!.Value, rim, hub) < shed)
        {
            return false;
        }

        workspace.Set(rim with { Component = hub.Component, Profile = rim.Id, Unsettled = true, ShedFrom = shed });
        return true;
    }

    private bool IsKnownAloneWith(GraphLink link) => workspace.Acts.Aliases.IsEmpty && link.Strength is not null;

    private async ValueTask ConsiderNodesAsync(HashSet<ProfileId> seeds)
    {
        var earlier = new List<GraphNode>();
        foreach (var node in workspace.ChangedNodes)
        {
            var original = workspace.Original(node.Id);
            if (original is null ? node.Contested : (original.Contested != node.Contested || (IsSeen(original) && !IsSeen(node))))
            {
                seeds.Add(node.Id);
            }
            else if (original is not null && IsSeen(original) && original.FirstSeen != node.FirstSeen && _book.Entry(node.Identifier).IsPerson)
            {
                earlier.Add(node);
            }
        }

        seeds.UnionWith(workspace.RemovedNodes);
        await workspace.FindAsync(earlier.Select(node => node.Profile), []).ConfigureAwait(false);
        seeds.UnionWith(earlier.Where(MayRepresent).Select(node => node.Id));
    }

    private bool MayRepresent(GraphNode node)
    {
        if (node.Profile == node.Id)
        {
            return node.FirstSeen > workspace.Original(node.Id)!.FirstSeen;
        }

        return workspace.Original(node.Profile) is not { } representative
            || _book.Entry(representative.Identifier).Rule.Priority >= _book.Entry(node.Identifier).Rule.Priority;
    }
}
