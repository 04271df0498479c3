namespace FirstParty.Identity;

/// <summary>Two identifiers are not one person: they never share a profile while this stands. Undone by retracting it.</summary>
public sealed record SeparateAssertion : IdentityAct
{
    /// <summary>The one.</summary>
    public required Identifier First { get; init; }

    /// <summary>The other.</summary>
    public required Identifier Second { get; init; }
}
