namespace FirstParty.Identity;

/// <summary>Whether somebody has decided on a suggestion.</summary>
public enum SuggestionState : byte
{
    /// <summary>Nobody has.</summary>
    Open,

    /// <summary>Somebody linked the two.</summary>
    Accepted,

    /// <summary>Somebody separated the two.</summary>
    Rejected,
}
