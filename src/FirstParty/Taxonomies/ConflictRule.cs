namespace FirstParty.Taxonomies;

/// <summary>Which of several facts about the same thing is believed.</summary>
public enum ConflictRule : byte
{
    /// <summary>The more direct party, then the more explicit, then the newer, then the higher <see cref="Identity.FactId"/>.</summary>
    MostTrusted,

    /// <summary>The newer, then the more direct party, then the more explicit, then the higher <see cref="Identity.FactId"/>.</summary>
    MostRecent,
}
