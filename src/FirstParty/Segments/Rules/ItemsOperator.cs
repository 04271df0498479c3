namespace FirstParty.Segments.Rules;

/// <summary>The tests of a list's items.</summary>
public enum ItemsOperator : byte
{
    /// <summary>The list holds the value.</summary>
    Has,

    /// <summary>The list holds at least one of the values.</summary>
    HasAny,

    /// <summary>The list holds every one of the values.</summary>
    HasAll,

    /// <summary>Not <see cref="HasAny"/>; so true of a missing value.</summary>
    HasNone,
}
