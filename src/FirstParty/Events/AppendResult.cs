namespace FirstParty.Events;

/// <summary>What the log did with one event.</summary>
public enum AppendResult : byte
{
    /// <summary>It is new and now stored.</summary>
    Appended,

    /// <summary>It was stored before with the same content.</summary>
    Duplicate,

    /// <summary>Its id was stored before with other content; the first one stands.</summary>
    Conflict,
}
