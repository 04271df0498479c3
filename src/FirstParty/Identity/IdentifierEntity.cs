namespace FirstParty.Identity;

/// <summary>The entity that the identifiers of a namespace belong to. Entities never merge with one another.</summary>
public enum IdentifierEntity : byte
{
    /// <summary>A human being.</summary>
    Person,

    /// <summary>A company: people are members of it, and it is never a bridge between them.</summary>
    Account,

    /// <summary>People who live together: members of it, as of an account, and no more one person by that.</summary>
    Household,
}
