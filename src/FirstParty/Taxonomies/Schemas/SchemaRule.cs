namespace FirstParty.Taxonomies.Schemas;

/// <summary>The rule of a schema that a property broke.</summary>
public enum SchemaRule : byte
{
    /// <summary>The property must be there and not be <c>null</c>.</summary>
    Required,

    /// <summary>The value must have the stated JSON shape.</summary>
    Type,

    /// <summary>The value must be one of those listed.</summary>
    OneOf,

    /// <summary>The number must not be below the minimum.</summary>
    Minimum,

    /// <summary>The number must not be above the maximum.</summary>
    Maximum,
}
