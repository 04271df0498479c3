namespace FirstParty.Identity;

/// <summary>Orders identifiers by namespace, then by value, ordinally.</summary>
internal sealed class IdentifierOrder : IComparer<Identifier>
{
    public static IdentifierOrder Ordinal { get; } = new();

    public int Compare(Identifier x, Identifier y) => AliasClasses.Compare(x, y);
}
