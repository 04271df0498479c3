namespace FirstParty.Taxonomies;

/// <summary>What a datum says about a person.</summary>
public enum DataKind : byte
{
    /// <summary>Singles the person out or reaches them: name, e-mail, phone, ids, postal address, national id.</summary>
    Identity,

    /// <summary>Countable interactions and measures: visits, clicks, orders, opens, scores.</summary>
    Quantitative,

    /// <summary>Further facts about the person: career, household, education, housing, device.</summary>
    Descriptive,

    /// <summary>Attitudes, motives and opinions in the person's own terms: reviews, surveys, favourites, values.</summary>
    Qualitative,
}
