namespace FirstParty.Consent.Proofs;

/// <summary>How a log's present state follows a checkpoint that was kept elsewhere.</summary>
public enum CheckpointRelation : byte
{
    /// <summary>The log holds every earlier leaf unchanged, and perhaps more.</summary>
    Extends,

    /// <summary>The log has fewer leaves than it once had: an old copy was restored, or the end was cut off.</summary>
    RolledBack,

    /// <summary>The log is not shown to begin with the earlier leaves: some were changed, or the proof is wrong.</summary>
    Rewritten,

    /// <summary>The checkpoints are of two differently named logs and cannot be compared.</summary>
    OtherLog,

    /// <summary>The checkpoint kept elsewhere is not signed by any trusted key, so that nothing can be said.</summary>
    Untrusted,
}
