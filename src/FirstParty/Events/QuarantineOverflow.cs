namespace FirstParty.Events;

/// <summary>What becomes of events that would have to wait in a quarantine that is full. Never nothing.</summary>
public enum QuarantineOverflow : byte
{
    /// <summary>The new one is refused, with <see cref="EventReason.QuarantineFull"/>: whoever sends it learns of it. The default.</summary>
    RefuseNew,

    /// <summary>The oldest that wait make room, and are counted as dropped.</summary>
    DropOldest,
}
