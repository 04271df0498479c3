namespace FirstParty.Identity.Incremental;

/// <summary>Keeps the count of stronger neighbours, and decides anew which identifiers are contested.</summary>
internal sealed class ContestedReview(Workspace workspace)
{
    private readonly RuleBook _book = workspace.Book;

    /// <summary>Counts what became and what ceased to be active among these links; then decides for all whose count changed.</summary>
    /// <param name="links">Every link that may have changed.</param>
    /// <param name="aliased">Identifiers whose alias class changed: their weaker neighbours are decided anew as well.</param>
    public async ValueTask RunAsync(IReadOnlyCollection<GraphPair> links, IReadOnlyCollection<ProfileId> aliased)
    {
        if (_book.Entries.All(entry => entry.Rule.MaxFanOut is null))
        {
            return;
        }

        var review = Recount(links);
        var doubtful = aliased.SelectMany(id => workspace.LinksOf(id).Select(link => link.Pair.Other(id))).ToHashSet();
        await workspace.FindAsync(doubtful, []).ConfigureAwait(false);
        foreach (var id in review.Union(doubtful).Where(MayBeContested).Order().ToList())
        {
            if (workspace.Node(id) is { } node && _book.Entry(node.Identifier).Rule.MaxFanOut is { } maximum)
            {
                var contested = await IsContestedAsync(node, maximum, doubtful.Contains(id)).ConfigureAwait(false);
                if (contested != node.Contested)
                {
                    workspace.Set(node with { Contested = contested });
                }
            }
        }
    }

    private HashSet<ProfileId> Recount(IReadOnlyCollection<GraphPair> links)
    {
        var changed = new HashSet<ProfileId>(links.Count);
        foreach (var pair in links)
        {
            var (was, isNow) = (workspace.WasActive(pair), workspace.Link(pair) is { } link && workspace.IsActive(link));
            if (was != isNow && Weaker(pair) is { } weaker)
            {
                workspace.Set(weaker with { FanOut = weaker.FanOut + (isNow ? 1 : -1) });
                changed.Add(weaker.Id);
            }
        }

        return changed;
    }

    // Nearly nobody has more neighbours than the rules permit.
    private bool MayBeContested(ProfileId id) =>
        workspace.Node(id) is { } node && (node.Contested || node.FanOut > _book.Entry(node.Identifier).Rule.MaxFanOut);

    private GraphNode? Weaker(GraphPair pair)
    {
        if (Identifier(pair.A) is not { } a || Identifier(pair.B) is not { } b)
        {
            return null;
        }

        var difference = _book.Entry(a).Rule.Priority - _book.Entry(b).Rule.Priority;
        return difference == 0 ? null : workspace.Node(difference > 0 ? pair.A : pair.B);
    }

    private Identifier? Identifier(ProfileId id) => (workspace.Node(id) ?? workspace.Original(id))?.Identifier;

    private async ValueTask<bool> IsContestedAsync(GraphNode node, int maximum, bool doubtful)
    {
        if (node.FanOut <= maximum)
        {
            return false;
        }

        var original = workspace.Original(node.Id);
        if (!doubtful && original is { Contested: true } && node.FanOut >= original.FanOut)
        {
            return true; // More neighbours cannot make fewer classes.
        }

        if (original is not null)
        {
            await workspace.LoadComponentsAsync([original.Component]).ConfigureAwait(false);
        }

        ProfileId[] neighbours = [.. workspace.LinksOf(node.Id).Select(link => link.Pair.Other(node.Id))];
        await workspace.FindAsync(neighbours, []).ConfigureAwait(false);
        await workspace.LoadActsAsync(neighbours).ConfigureAwait(false);
        return StrongerClasses(node) > maximum;
    }

    private int StrongerClasses(GraphNode node)
    {
        var priority = _book.Entry(node.Identifier).Rule.Priority;
        return workspace.LinksOf(node.Id)
            .Where(workspace.IsActive)
            .Select(link => workspace.Node(link.Pair.Other(node.Id))!.Identifier)
            .Where(neighbour => _book.Entry(neighbour).Rule.Priority < priority)
            .Select(workspace.Acts.Aliases.ClassOf)
            .Distinct()
            .Count();
    }
}
