namespace FirstParty.Events;

/// <summary>The person belongs to an account. An account is never a bridge between people.</summary>
/// <seealso href="https://segment.com/docs/connections/spec/group/">Segment spec: group</seealso>
public sealed record GroupEvent : CustomerEvent
{
    /// <summary>The account's id.</summary>
    public required string GroupId { get; init; }

    /// <summary>The account's traits.</summary>
    public Attributes Traits { get; init; } = Attributes.Empty;

    /// <inheritdoc />
    public override EventKind Kind => EventKind.Group;

    /// <inheritdoc />
    public override string EventName => "Group";

    /// <inheritdoc />
    public override Attributes Body => Traits;
}
