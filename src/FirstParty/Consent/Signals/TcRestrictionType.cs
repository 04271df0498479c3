namespace FirstParty.Consent.Signals;

/// <summary>How a publisher restricts vendors for a purpose; the values are the format's own.</summary>
public enum TcRestrictionType : byte
{
    /// <summary>The vendors may not use the purpose.</summary>
    NotAllowed = 0,

    /// <summary>The vendors need consent, whatever basis they declared.</summary>
    RequireConsent = 1,

    /// <summary>The vendors need legitimate interest, whatever basis they declared.</summary>
    RequireLegitimateInterest = 2,

    /// <summary>Not defined: kept, and without effect.</summary>
    Undefined = 3,
}
