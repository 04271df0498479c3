namespace FirstParty.Events;

/// <summary>A page that was viewed.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/page/">Segment spec: page</seealso>
public sealed record PageEvent : CustomerEvent
{
    /// <summary>What is to be known about it; at most 32 KB of JSON with the rest of the event.</summary>
    public Attributes Properties { get; init; } = Attributes.Empty;

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Page;

    /// <inheritdoc />
    public override string EventName => LoggedEvent.PageViewed;

    /// <inheritdoc />
    public override Attributes Body => Properties;
}
