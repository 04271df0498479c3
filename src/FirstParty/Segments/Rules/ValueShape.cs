namespace FirstParty.Segments.Rules;

/// <summary>What <c>is</c> tells apart.</summary>
public enum ValueShape : byte
{
    /// <summary>Text, dates included.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>Text that reads as an ISO 8601 date or instant.</summary>
    Date,

    /// <summary>A list.</summary>
    List,
}
