namespace FirstParty.Identity;

/// <summary>When it is found out whose an event is.</summary>
public enum ResolutionMode
{
    /// <summary>Before the event is acknowledged, in the same transaction: whoever reads afterwards sees all that follows from it.</summary>
    Inline,

    /// <summary>
    /// Soon after: the event is stored and acknowledged at once, and what it says of who is who, memberships and stored profiles follow in the background.
    /// For stores that many nodes write where so many events are about the same few people that the nodes wait for each other.
    /// </summary>
    Background,
}
