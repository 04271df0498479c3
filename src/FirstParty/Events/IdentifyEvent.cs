namespace FirstParty.Events;

/// <summary>Who a person is: the traits that somebody states or observes.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/identify/">Segment spec: identify</seealso>
public sealed record IdentifyEvent : CustomerEvent
{
    /// <summary>The values by name. A null value removes the trait; an empty text does not.</summary>
    public Attributes Traits { get; init; } = Attributes.Empty;

    /// <summary>Whether its outcome remarks upon identifiers that it names and does not join: for the host's own code, and never for a browser's.</summary>
    internal bool AsksForTies { get; init; }

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Identify;

    /// <inheritdoc />
    public override string EventName => "Identify";

    /// <inheritdoc />
    public override Attributes Body => Traits;
}
