namespace FirstParty.Taxonomies;

/// <summary>Why a fact could not be classified as it stands.</summary>
public enum ClassificationProblem : byte
{
    /// <summary>It could.</summary>
    None,

    /// <summary>No source of that name is registered, so that the fact has no party.</summary>
    UnknownSource,

    /// <summary>No event of that name is defined.</summary>
    UnknownEvent,

    /// <summary>No trait of that name is defined.</summary>
    UnknownTrait,

    /// <summary>The event's properties break its schema.</summary>
    SchemaViolation,
}
