namespace FirstParty.Identity;

/// <summary>
/// One id continues another: a customer number was replaced, an e-mail address used as an id has changed. The ids count once against
/// every limit, and the former never represents a profile.
/// </summary>
public sealed record AliasAssertion : IdentityAct
{
    /// <summary>The former id.</summary>
    public required Identifier From { get; init; }

    /// <summary>The id that continues it.</summary>
    public required Identifier To { get; init; }
}
