namespace FirstParty.Identity;

/// <summary>Who represents a profile: no former id if there is another, then priority, then first seen, then value and namespace.</summary>
internal static class Representation
{
    public static IComparer<T> By<T>(RuleBook book, AliasClasses aliases, Func<T, (Identifier Identifier, long FirstSeen)> of) =>
        Comparer<T>.Create((x, y) => Compare(book, aliases, of(x), of(y)));

    public static int Compare(
        RuleBook book, AliasClasses aliases, (Identifier Identifier, long FirstSeen) left, (Identifier Identifier, long FirstSeen) right)
    {
        var result = aliases.IsFormer(left.Identifier).CompareTo(aliases.IsFormer(right.Identifier));
        result = result != 0 ? result : book.Entry(left.Identifier).Rule.Priority.CompareTo(book.Entry(right.Identifier).Rule.Priority);
        result = result != 0 ? result : left.FirstSeen.CompareTo(right.FirstSeen);
        return result != 0 ? result : book.CompareStrength(left.Identifier, right.Identifier);
    }
}
