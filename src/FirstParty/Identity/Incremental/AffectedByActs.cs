namespace FirstParty.Identity.Incremental;

/// <summary>Finds the identifiers about which new acts leave nothing as it was stored.</summary>
internal sealed class AffectedByActs(
    Workspace workspace, IReadOnlyList<IdentityAct> acts, List<FactId> unknownTargets, HashSet<ProfileId> seeds)
{
    private readonly HashSet<Identifier> _affected = [];

    public async ValueTask<HashSet<Identifier>> FindAsync(IReadOnlyList<EventAssertion> batch)
    {
        foreach (var alias in acts.OfType<AliasAssertion>())
        {
            Alias(workspace.Acts.AliasesOf(workspace.Acts.Named(alias)));
        }

        foreach (var separation in acts.OfType<SeparateAssertion>())
        {
            Reconsider(separation);
        }

        await RetractAsync([.. acts.OfType<RetractAssertion>().SelectMany(act => act.Targets).Distinct()], batch).ConfigureAwait(false);
        await EraseAsync([.. acts.OfType<EraseAssertion>().SelectMany(act => act.Targets)], batch).ConfigureAwait(false);
        return _affected;
    }

    // A former id does not represent its profile, so profiles may change their names as well.
    private void Alias(IEnumerable<Identifier> members)
    {
        Identifier[] all = [.. members];
        _affected.UnionWith(all);
        seeds.UnionWith(all.Select(ProfileId.Of));
    }

    private void Reconsider(SeparateAssertion separation) =>
        seeds.UnionWith(workspace.Acts.Named(separation).Select(ProfileId.Of).Where(id => workspace.Node(id) is not null));

    private async ValueTask RetractAsync(IReadOnlyCollection<FactId> targets, IReadOnlyList<EventAssertion> batch)
    {
        if (targets.Count == 0)
        {
            return;
        }

        var inBatch = batch.ToLookup(fact => fact.Id);
        var logged = (await workspace.ReadEventsAsync([], targets).ConfigureAwait(false)).ToLookup(fact => fact.Id);
        foreach (var target in targets)
        {
            if (workspace.Acts.Find(target) is { } act)
            {
                await RetractAsync(act).ConfigureAwait(false);
            }
            else if ((logged[target].FirstOrDefault() ?? inBatch[target].FirstOrDefault()) is { } fact)
            {
                var named = workspace.Acts.Accepted(fact.Identifiers).ToList();
                workspace.Acts.NoteRetracted(target, named);
                _affected.UnionWith(named);
            }
            else
            {
                unknownTargets.Add(target);
            }
        }

        await workspace.FindAsync(seeds, []).ConfigureAwait(false);
    }

    private async ValueTask RetractAsync(IdentityAct act)
    {
        Identifier[] named = [.. workspace.Acts.Named(act)];
        ProfileId[] ids = [.. named.Select(ProfileId.Of)];
        await workspace.LoadActsAsync(ids).ConfigureAwait(false);
        if (act is SeparateAssertion)
        {
            seeds.UnionWith(ids);
        }
        else if (act is AliasAssertion)
        {
            // The class as it was with the alias: its members lose what bound them.
            var before = new AliasClasses(workspace.Book, [.. workspace.Acts.Living.OfType<AliasAssertion>(), (AliasAssertion)act]);
            var classes = named.Select(before.ClassOf).ToHashSet();
            Alias(before.Members.Where(member => classes.Contains(before.ClassOf(member))));
        }
        else
        {
            _affected.UnionWith(named);
        }
    }

    private async ValueTask EraseAsync(IReadOnlyCollection<ProfileId> targets, IReadOnlyList<EventAssertion> batch)
    {
        await workspace.FindAsync(targets, []).ConfigureAwait(false);
        HashSet<Identifier> known = [.. targets.Select(workspace.Original).OfType<GraphNode>().Select(node => node.Identifier)];
        if (known.Count == 0)
        {
            return;
        }

        var logged = await workspace.ReadEventsAsync(known, []).ConfigureAwait(false);
        await workspace.LoadActsAsync(known.Select(ProfileId.Of)).ConfigureAwait(false);
        var drawn = workspace.Acts.Living.OfType<LinkAssertion>().Select(link => link.AsEvent());
        _affected.UnionWith(known);
        await NoteUntiedAsync(known).ConfigureAwait(false);
        foreach (var named in logged.Concat(batch).Concat(drawn).Select(fact => workspace.Acts.Accepted(fact.Identifiers).ToList()).Where(known.Overlaps))
        {
            _affected.UnionWith(named);
        }
    }

    // Those whom only facts of the erased named, and no tie holds any more: such as a device whose tie has expired.
    private async ValueTask NoteUntiedAsync(IReadOnlyCollection<Identifier> known)
    {
        ProfileId[] ids = [.. known.Select(ProfileId.Of)];
        await workspace.LoadComponentsAsync(ids.Select(workspace.Original).OfType<GraphNode>().Select(node => node.Component)).ConfigureAwait(false);
        var untied = ids.SelectMany(id => workspace.LinksOf(id).Where(link => link.Strength is null).Select(link => link.Pair.Other(id))).ToHashSet();
        await workspace.FindAsync(untied, []).ConfigureAwait(false);
        _affected.UnionWith(untied.Select(workspace.Node).OfType<GraphNode>().Select(node => node.Identifier));
    }
}
