namespace FirstParty.Consent.Proofs;

/// <summary>What an audit can find wrong with a consent log.</summary>
public enum AuditFaultKind : byte
{
    /// <summary>Records are missing.</summary>
    Gap,

    /// <summary>A record stands at a position that was already taken, or that the log's head does not count.</summary>
    Surplus,

    /// <summary>The leaf's bytes are not a leaf, or are the leaf of another position.</summary>
    LeafMalformed,

    /// <summary>The leaf is not the one that was appended: its hash differs from the one kept beside it.</summary>
    LeafAltered,

    /// <summary>Somewhere in the stretch a leaf is not the one that was appended: the stretch's root differs.</summary>
    HistoryAltered,

    /// <summary>The sealed payload is not the one that the leaf names.</summary>
    PayloadAltered,

    /// <summary>The sealed payload is gone, though its subject was never erased.</summary>
    PayloadMissing,

    /// <summary>The subject was erased, but a sealed payload or a lookup of theirs is still there.</summary>
    ErasureIncomplete,

    /// <summary>The sealed payload is there but cannot be opened: the key is missing or another.</summary>
    KeyMissing,

    /// <summary>The lookups by which the record is found are not those of the people in it.</summary>
    LookupAltered,

    /// <summary>The text that the person saw is none of those that were ever published.</summary>
    PolicyTextUnknown,

    /// <summary>The log's head is unreadable.</summary>
    HeadMalformed,

    /// <summary>The log has fewer records than a checkpoint says it had.</summary>
    RolledBack,

    /// <summary>The checkpoint that stands with the log's head is unreadable, or none of the trusted keys signed it.</summary>
    CheckpointAltered,
}
