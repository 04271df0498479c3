namespace FirstParty.Taxonomies.Schemas;

/// <summary>What becomes of an event that breaks its schema.</summary>
public enum SchemaMode : byte
{
    /// <summary>It is accepted as it is, and nothing is said: the schema is documentation.</summary>
    Allow,

    /// <summary>It is accepted as it is, and its violations are reported.</summary>
    Warn,

    /// <summary>It is accepted without the offending properties, and its violations are reported. What is missing stays missing.</summary>
    Omit,

    /// <summary>It is set aside with its violations, to be replayed when it or the schema is mended.</summary>
    Quarantine,
}
