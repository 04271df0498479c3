namespace FirstParty.Events;

/// <summary>Something a person did, by name: <c>Order Completed</c>.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/track/">Segment spec: track</seealso>
public sealed record TrackEvent : CustomerEvent
{
    /// <summary>The event's name as definitions and rules write it, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What is to be known about it; at most 32 KB of JSON with the rest of the event.</summary>
    public Attributes Properties { get; init; } = Attributes.Empty;

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Track;

    /// <inheritdoc />
    public override string EventName => Name;

    /// <inheritdoc />
    public override Attributes Body => Properties;
}
