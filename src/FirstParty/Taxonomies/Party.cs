namespace FirstParty.Taxonomies;

/// <summary>
/// Who handed a value over, ordered by directness: the larger the value, the further the giver stands from the person.
/// A fact takes its party from its source, never from its key.
/// </summary>
public enum Party : byte
{
    /// <summary>The person shared it with the brand intentionally and proactively: a preference centre, a survey, a stated intention.</summary>
    Zero,

    /// <summary>The brand collected it itself from its relation with the person: observed behaviour, transactions, service data.</summary>
    First,

    /// <summary>Another organisation's first-party data, received directly from that organisation under an agreement.</summary>
    Second,

    /// <summary>From an organisation that has no direct relation with the person: a broker, a panel, an enrichment service.</summary>
    Third,
}
