namespace FirstParty.Segments.Rules;

/// <summary>The comparisons.</summary>
public enum ComparisonOperator : byte
{
    /// <summary>Equal: numbers numerically, text ordinally. A value of another kind is not equal.</summary>
    Eq,

    /// <summary>Not <see cref="Eq"/>; so true of a missing value.</summary>
    Ne,

    /// <summary>Greater: numbers numerically, text by code point.</summary>
    Gt,

    /// <summary>Greater or equal.</summary>
    Gte,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>Less or equal.</summary>
    Lte,
}
