namespace FirstParty.Events;

/// <summary>What became of an event.</summary>
public enum EventStatus : byte
{
    /// <summary>Stored, durably. Parts of it may still have been withheld or omitted: see <see cref="EventOutcome.Notes"/>.</summary>
    Accepted,

    /// <summary>Its <c>(source, messageId)</c> was stored before; nothing changed.</summary>
    Duplicate,

    /// <summary>Not stored, for the reason given; sending it again unchanged will not help.</summary>
    Rejected,

    /// <summary>Not stored, because the person does not permit the purpose it is collected for.</summary>
    Withheld,

    /// <summary>Set aside unclassified, invisible to every purpose, until a definition claims it or its time is up.</summary>
    Quarantined,
}
