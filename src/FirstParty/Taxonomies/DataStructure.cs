namespace FirstParty.Taxonomies;

/// <summary>How far a datum's shape is fixed beforehand.</summary>
public enum DataStructure : byte
{
    /// <summary>A fixed, typed schema.</summary>
    Structured,

    /// <summary>Self-describing with variable keys, such as an event's JSON properties.</summary>
    SemiStructured,

    /// <summary>Free text, audio, video, pointer traces.</summary>
    Unstructured,
}
