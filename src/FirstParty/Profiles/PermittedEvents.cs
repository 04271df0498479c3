using FirstParty.Events;

namespace FirstParty.Profiles;

/// <summary>
/// What a purpose may see of a person's events, and from when until when that stays so while nothing new is known. Immutable: further events make
/// another.
/// </summary>
internal sealed record PermittedEvents(EventHistory History, int Withheld, PersonStanding Standing, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether the decisions hold at an instant.</summary>
    public bool HoldAt(DateTimeOffset now) => From <= now && (Until is null || now < Until);
}
