namespace FirstParty.Taxonomies;

/// <summary>The JSON shape that a value is expected to have.</summary>
public enum AttributeValueType : byte
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Text.</summary>
    String,

    /// <summary>A number. Text that looks like one is not one.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Text holding an ISO 8601 date or instant.</summary>
    Instant,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Object,
}
