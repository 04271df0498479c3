namespace FirstParty.Events;

/// <summary>The kinds of value an attribute can hold: those of JSON, and no other.</summary>
public enum AttributeKind : byte
{
    /// <summary>JSON <c>null</c>. As a trait it removes the trait (Segment's rule); as a property it is the same as a missing one.</summary>
    Null,

    /// <summary>Text. Instants travel as text, in ISO 8601 UTC: see <see cref="AttributeValue.TryGetInstant"/>.</summary>
    String,

    /// <summary>A decimal number, exact: money never drifts.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An ordered list of values.</summary>
    List,

    /// <summary>A set of named values.</summary>
    Object,
}
