using FirstParty.Consent;

namespace FirstParty.Segments.Rules;

/// <summary>Where a person stands on a purpose, as rules tell it apart.</summary>
public enum ConsentStanding : byte
{
    /// <summary>None of the others: never asked, asked without an answer, expired, out of date, blocked. Never taken as a grant.</summary>
    Unknown,

    /// <summary>Whatever permits the purpose.</summary>
    Granted,

    /// <summary>A refusal: <see cref="ConsentStatus.Denied"/>, <see cref="ConsentStatus.Objected"/> or <see cref="ConsentStatus.OptedOut"/>.</summary>
    Denied,

    /// <summary><see cref="ConsentStatus.Withdrawn"/>.</summary>
    Withdrawn,
}
