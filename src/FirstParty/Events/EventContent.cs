namespace FirstParty.Events;

/// <summary>Tells a retry from a reused messageId.</summary>
public static class EventContent
{
    /// <summary>
    /// Whether two events say the same: kind, name, identifiers, group and properties. Times are left out, since a client's clock
    /// correction gives a retry another one; so is context, which carries what the transport adds.
    /// </summary>
    public static bool Same(LoggedEvent first, LoggedEvent second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return first.Kind == second.Kind
            && string.Equals(first.Name, second.Name, StringComparison.Ordinal)
            && string.Equals(first.GroupId, second.GroupId, StringComparison.Ordinal)
            && first.Identifiers.AsSpan().SequenceEqual(second.Identifiers.AsSpan())
            && (first.Properties.ToUtf8().Span.SequenceEqual(second.Properties.ToUtf8().Span) || first.Properties.Equals(second.Properties));
    }
}
