using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>The event's <c>userId</c> continues an earlier id of the same namespace.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/alias/">Segment spec: alias</seealso>
public sealed record AliasEvent : CustomerEvent
{
    /// <summary>The id that is continued: Segment's <c>previousId</c>.</summary>
    public required Identifier PreviousId { get; init; }

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Alias;

    /// <inheritdoc />
    public override string EventName => "Alias";

    /// <inheritdoc />
    public override Attributes Body => Attributes.Empty;
}
