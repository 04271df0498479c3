namespace FirstParty.Identity.Incremental;

/// <summary>The class of a link, by which over-full components shed, and what follows for its time.</summary>
internal static class LinkClass
{
    public static int Of(RuleBook book, AssertionStrength strength, GraphNode one, GraphNode other) =>
        ((int)strength << 8) | Math.Max(book.Entry(one.Identifier).Rule.Priority, book.Entry(other.Identifier).Rule.Priority);

    /// <summary>
    /// Whether the stored time of a link may be older than its latest event: where newest wins, wherever the time decided nothing when the
    /// event came. What somebody of the host decided always has its time: it is said rarely, and parting what it joined must not cost reading all events.
    /// </summary>
    public static bool MayLag(RuleBook book, GraphLink link, GraphNode? one, GraphNode? other)
    {
        if (!book.Newest || link.Strength is not { } strength)
        {
            return book.Newest;
        }

        if (strength == AssertionStrength.Manual)
        {
            return false;
        }

        var decides = one is { Contested: false, Unsettled: true } && other is { Contested: false, Unsettled: true }
            && !(Of(book, strength, one, other) >= one.ShedFrom);
        return !decides;
    }
}
