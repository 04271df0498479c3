namespace FirstParty.Taxonomies;

/// <summary>What becomes of an event or a trait that the taxonomy does not know. Never nothing: each has a named outcome and is counted.</summary>
public enum UnknownKeyPolicy : byte
{
    /// <summary>It is set aside until the taxonomy knows it, and can be replayed then. The default.</summary>
    Quarantine,

    /// <summary>It is refused.</summary>
    Reject,

    /// <summary>It is stored as unclassified, with the caution that the taxonomy sets for what it does not know.</summary>
    Accept,
}
