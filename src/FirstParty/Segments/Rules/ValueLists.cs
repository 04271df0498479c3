namespace FirstParty.Segments.Rules;

/// <summary>Makes <see cref="ValueList{T}"/>s; also what a collection expression calls.</summary>
public static class ValueLists
{
    /// <summary>Copies the items into a list.</summary>
    public static ValueList<T> Create<T>(params ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Copies the items into a list.</summary>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => new([.. items]);
}
