namespace FirstParty.Identity.Incremental;

/// <summary>Adds what new events say to what is stored. A known pair that decides nothing changes nothing.</summary>
internal sealed class Addition(Workspace workspace, IReadOnlySet<ProfileId> rederived)
{
    private readonly RuleBook _book = workspace.Book;

    public async ValueTask MergeAsync(Evidence evidence)
    {
        await workspace.FindAsync(evidence.Nodes.Keys, evidence.Links.Keys).ConfigureAwait(false);
        var shared = evidence.Nodes.Keys.Select(workspace.Node).OfType<GraphNode>().Where(node => node.Shared);
        await workspace.FindAsync(shared.Select(node => node.Owner).OfType<ProfileId>().ToList(), []).ConfigureAwait(false);
        foreach (var known in evidence.Nodes.Values.Where(known => !rederived.Contains(known.Id)))
        {
            Merge(known);
        }

        foreach (var link in evidence.Links.Values.Where(link => !rederived.Contains(link.A) && !rederived.Contains(link.B)))
        {
            Merge(evidence, link);
        }
    }

    private void Merge(NodeEvidence known)
    {
        var node = workspace.Node(known.Id) ?? GraphNode.Alone(known.Identifier);
        workspace.Set(node.FirstSeen is null
            ? known.ApplyTo(node)
            : known.AddTo(node, node.Owner is { } owner ? workspace.Node(owner)?.Identifier : null));
    }

    private void Merge(Evidence evidence, GraphLink link)
    {
        if (workspace.Link(link.Pair) is not { } known)
        {
            workspace.Set(link);
            return;
        }

        var better = evidence.Better(known, link);
        var stays = better.Strength == known.Strength
            && (known.Strength is null || LinkClass.MayLag(_book, known, workspace.Original(link.A), workspace.Original(link.B)));
        if (!stays)
        {
            workspace.Set(better);
        }
    }
}
