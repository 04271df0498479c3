namespace FirstParty.Events;

/// <summary>A screen of an app that was viewed.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/screen/">Segment spec: screen</seealso>
public sealed record ScreenEvent : CustomerEvent
{
    /// <summary>What is to be known about it; at most 32 KB of JSON with the rest of the event.</summary>
    public Attributes Properties { get; init; } = Attributes.Empty;

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Screen;

    /// <inheritdoc />
    public override string EventName => LoggedEvent.ScreenViewed;

    /// <inheritdoc />
    public override Attributes Body => Properties;
}
