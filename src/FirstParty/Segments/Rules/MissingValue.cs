namespace FirstParty.Segments.Rules;

/// <summary>What a leaf says of a person whose value is missing or null.</summary>
public enum MissingValue : byte
{
    /// <summary>What its operators say: positive ones false; <c>ne</c>, <c>nin</c>, <c>notContains</c> and <c>hasNone</c> true.</summary>
    ByOperator,

    /// <summary>False, whatever the operator: as SQL would.</summary>
    Exclude,

    /// <summary>True, whatever the operator.</summary>
    Include,
}
