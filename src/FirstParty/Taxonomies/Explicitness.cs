namespace FirstParty.Taxonomies;

/// <summary>How a fact came to be known, ordered from the most direct to the least.</summary>
public enum Explicitness : byte
{
    /// <summary>The person stated it.</summary>
    Explicit,

    /// <summary>It was observed from what the person did.</summary>
    Implicit,

    /// <summary>It was computed from other facts.</summary>
    Inferred,
}
