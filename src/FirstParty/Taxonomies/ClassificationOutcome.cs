namespace FirstParty.Taxonomies;

/// <summary>How a classification ended.</summary>
public enum ClassificationOutcome : byte
{
    /// <summary>The name is unknown and the taxonomy refuses it, or the source is unknown. The default value, so that nothing is accepted by accident.</summary>
    Rejected,

    /// <summary>The name is unknown and the fact is set aside, to be replayed when it is known.</summary>
    Quarantined,

    /// <summary>The name is unknown and the fact is stored with caution.</summary>
    Unclassified,

    /// <summary>The name is known and the fact is classified by its definition.</summary>
    Classified,
}
