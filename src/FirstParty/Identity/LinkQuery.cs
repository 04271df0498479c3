namespace FirstParty.Identity;

/// <summary>A page of a walk over all links, ascending by <see cref="GraphLink.Pair"/>.</summary>
public sealed record LinkQuery
{
    /// <summary>The last pair of the page before, or null for the first page.</summary>
    public GraphPair? After { get; init; }

    /// <summary>How many links at most; fewer are found only where the walk ends.</summary>
    public required int Limit { get; init; }

    /// <summary>
    /// Only links that are weaker than <see cref="AssertionStrength.Manual"/>, not merely mentioned, and whose <see cref="GraphLink.At"/> is before this
    /// instant; null for every link there is. UTC.
    /// </summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether a link is wanted, its place in the walk aside.</summary>
    public bool Wants(GraphLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return Before is not { } before || (link.Strength > AssertionStrength.Manual && link.At < before);
    }
}
