namespace FirstParty.Segments.Rules;

/// <summary>The tests of text.</summary>
public enum TextOperator : byte
{
    /// <summary>The text occurs in the value.</summary>
    Contains,

    /// <summary>Not <see cref="Contains"/>; so true of a missing value.</summary>
    NotContains,

    /// <summary>The value starts with the text.</summary>
    StartsWith,

    /// <summary>The value ends with the text.</summary>
    EndsWith,

    /// <summary>The whole value fits a pattern in which <c>%</c> is any run of characters, <c>_</c> any one, and <c>\</c> makes the next plain.</summary>
    Like,

    /// <summary>A regular expression matches somewhere in the value. Matched in time linear in the value: no look-around, no back-references.</summary>
    Matches,
}
