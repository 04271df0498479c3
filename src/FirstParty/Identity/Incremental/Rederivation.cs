namespace FirstParty.Identity.Incremental;

/// <summary>
/// Makes some identifiers anew from all that still stands about them: after a retraction, an erasure or an alias, when what is stored
/// cannot tell what is left.
/// </summary>
internal sealed class Rederivation(Workspace workspace, FactReader reader)
{
    private readonly RuleBook _book = workspace.Book;
    private HashSet<ProfileId> _targets = [];

    public async ValueTask RunAsync(IReadOnlyCollection<Identifier> identifiers, IReadOnlyList<EventAssertion> batch)
    {
        _targets = [.. identifiers.Select(ProfileId.Of)];
        await workspace.FindAsync(_targets, []).ConfigureAwait(false);
        await workspace.LoadComponentsAsync(_targets.Select(workspace.Original).OfType<GraphNode>().Select(node => node.Component)).ConfigureAwait(false);
        var evidence = await reader.ReadAsync(identifiers, batch).ConfigureAwait(false);
        GraphPair[] pairs = [.. evidence.Links.Keys.Where(pair => _targets.Contains(pair.A) || _targets.Contains(pair.B))];
        await workspace.FindAsync(
            GraphPair.Ends(pairs).Concat(_targets.SelectMany(Neighbours)), pairs).ConfigureAwait(false);
        foreach (var identifier in identifiers)
        {
            Replace(identifier, evidence);
        }

        DropLinks(evidence);
        foreach (var pair in pairs)
        {
            Join(evidence, evidence.Links[pair]);
        }

        LinkAliases(evidence, identifiers);
    }

    /// <summary>
    /// Removes erased identifiers that nothing names any more, without a trace of their values. The hash of an address that is still named
    /// stays, because it follows from the address.
    /// </summary>
    public void Forget(IEnumerable<ProfileId> erased)
    {
        foreach (var node in erased.Select(workspace.Node).OfType<GraphNode>().Where(node => node.FirstSeen is null && !Neighbours(node.Id).Any(other => Derives(other, node.Id))).ToList())
        {
            if (_book.Derive(node.Identifier) is { } derived && workspace.Node(ProfileId.Of(derived)) is { FirstSeen: null } placeholder)
            {
                workspace.Remove(placeholder.Id);
            }

            workspace.Remove(node.Id);
        }
    }

    private IEnumerable<ProfileId> Neighbours(ProfileId id) => workspace.LinksOf(id).Select(link => link.Pair.Other(id));

    private void Replace(Identifier identifier, Evidence evidence)
    {
        var id = ProfileId.Of(identifier);
        var node = workspace.Node(id) ?? GraphNode.Alone(identifier);
        workspace.Set((evidence.Nodes.GetValueOrDefault(id) ?? new NodeEvidence(id, identifier)).ApplyTo(node));
    }

    private void DropLinks(Evidence evidence)
    {
        foreach (var id in _targets)
        {
            foreach (var link in workspace.LinksOf(id).Where(link => !evidence.Links.ContainsKey(link.Pair)).ToList())
            {
                if (Derives(link.A, link.B) || Derives(link.B, link.A))
                {
                    workspace.Set(link with { Strength = AssertionStrength.Derived, At = DateTimeOffset.UnixEpoch, Fact = null });
                }
                else
                {
                    workspace.Remove(link.Pair);
                }
            }
        }
    }

    // A hash stays linked to the address it is the hash of as long as something names the address.
    private bool Derives(ProfileId from, ProfileId to) =>
        workspace.Node(from) is { FirstSeen: not null } node && _book.Derive(node.Identifier) is { } derived && ProfileId.Of(derived) == to;

    private void Join(Evidence evidence, GraphLink link)
    {
        foreach (var end in new[] { link.A, link.B }.Where(end => workspace.Node(end) is null))
        {
            workspace.Set(GraphNode.Alone(evidence.Nodes[end].Identifier));
        }

        workspace.Set(link);
    }

    private void LinkAliases(Evidence evidence, IReadOnlyCollection<Identifier> identifiers)
    {
        var aliases = workspace.Acts.Aliases;
        var classes = workspace.Acts.AliasesOf(identifiers)
            .Where(member => workspace.Node(ProfileId.Of(member)) is { FirstSeen: not null })
            .GroupBy(aliases.ClassOf);
        foreach (var members in classes)
        {
            var first = members.Min(IdentifierOrder.Ordinal);
            foreach (var member in members.Where(member => member != first))
            {
                var pair = GraphPair.Of(ProfileId.Of(first), ProfileId.Of(member));
                var link = new GraphLink { A = pair.A, B = pair.B, Strength = AssertionStrength.Derived, At = DateTimeOffset.UnixEpoch };
                workspace.Set(workspace.Link(pair) is { } known ? evidence.Better(known, link) : link);
            }
        }
    }
}
