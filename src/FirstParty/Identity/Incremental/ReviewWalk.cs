namespace FirstParty.Identity.Incremental;

/// <summary>
/// A walk over all links in pages, each in a session of its own if need be, that finds those whose age may have come to count. One passage is enough:
/// what is written meanwhile is written by the latest instant.
/// </summary>
internal sealed class ReviewWalk(RuleBook book, Expiry expiry, bool takenBack)
{
    private readonly DateTimeOffset? _before = book.Rules.Namespaces.Select(expiry.Cutoff).Max();
    private GraphPair? _after;

    /// <summary>Whether there is nothing more to be found.</summary>
    public bool IsOver { get; private set; } = !book.MayExpire || (!takenBack && expiry.AsOf is null);

    /// <summary>Reads the next page.</summary>
    /// <param name="graph">The graph of any session.</param>
    /// <param name="limit">How many links are read at most.</param>
    /// <param name="cancellationToken">Cancels; the walk may then be taken up again.</param>
    /// <returns>The links of the page to be reviewed; it may be none before the end.</returns>
    public async ValueTask<IReadOnlyList<GraphPair>> NextAsync(IdentityGraph graph, int limit, CancellationToken cancellationToken)
    {
        if (IsOver || (!takenBack && _before is null))
        {
            IsOver = true;
            return [];
        }

        var page = await graph.ListLinksAsync(
            new LinkQuery { After = _after, Limit = limit, Before = takenBack ? null : _before }, cancellationToken).ConfigureAwait(false);
        var ends = await graph.FindAsync(
            new GraphQuery { Nodes = [.. page.SelectMany(link => new[] { link.A, link.B }).Distinct()] }, cancellationToken).ConfigureAwait(false);
        var identifiers = ends.Nodes.ToDictionary(node => node.Id, node => node.Identifier);
        (_after, IsOver) = (page.Count == 0 ? _after : page[^1].Pair, page.Count < limit);
        return [.. page.Where(link => IsDue(link, identifiers)).Select(link => link.Pair)];
    }

    private bool IsDue(GraphLink link, Dictionary<ProfileId, Identifier> identifiers) =>
        identifiers.TryGetValue(link.A, out var one) && identifiers.TryGetValue(link.B, out var other)
        && (takenBack
            ? link.Strength is not (AssertionStrength.Derived or AssertionStrength.Manual) && (Expires(one) || Expires(other))
            : link.Strength is { } strength && expiry.Takes(one, other, strength, link.At.UtcTicks));

    private bool Expires(Identifier identifier) => book.Find(identifier.Namespace)?.Rule.ExpiresAfter is not null;
}
