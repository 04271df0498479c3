namespace FirstParty.Identity;

/// <summary>A component of the graph that one session held: what is remembered of its people is still so as long as nobody else has held it since.</summary>
/// <param name="before">The mark that the session found; null where the component is new.</param>
public sealed class ComponentHold(HoldMark? before)
{
    /// <summary>The mark that the session found; null where the component is new.</summary>
    public HoldMark? Before { get; } = before;

    /// <summary>The mark that the session left; null until it is committed, and for ever when it is not.</summary>
    public HoldMark? After { get; set; }

    /// <summary>
    /// The session's turn, once it is committed: whatever others append of these people afterwards comes in a later one. 0 where the back end counts none.
    /// </summary>
    public long Turn { get; set; }

    /// <summary>Whether nobody held the component between an earlier session and this one.</summary>
    /// <param name="earlier">The earlier session's hold.</param>
    public bool Follows(ComponentHold earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.After is not null && Before == earlier.After;
    }

    /// <summary>Whether those who held the component between an earlier session and this one only appended events of its people, if anything.</summary>
    /// <param name="earlier">The earlier session's hold.</param>
    public bool FollowsButForEvents(ComponentHold earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.After is { } left && Before is { } found && left.Edition == found.Edition && left.Changer == found.Changer;
    }
}
