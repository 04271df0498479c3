namespace FirstParty.Consent.Signals;

/// <summary>What the TCF policies say of a TC string that is well-formed.</summary>
public enum TcFinding : byte
{
    /// <summary>Global scope, which is no longer allowed: the string is invalid.</summary>
    GlobalScope,

    /// <summary>No disclosed vendors, and last updated after 28 February 2026: the string is invalid.</summary>
    DisclosedVendorsMissing,

    /// <summary>No disclosed vendors, but from a time when they could be left out.</summary>
    DisclosedVendorsMissingGrandfathered,

    /// <summary>Policy version below 4, last updated after 30 September 2023.</summary>
    PolicyVersionOutdated,

    /// <summary>Legitimate interest signalled for a purpose that allows consent alone (1; 3 to 6 from policy version 4).</summary>
    LegitimateInterestNotAllowed,

    /// <summary>The two times differ, though they must be the same.</summary>
    CreatedDiffersFromLastUpdated,

    /// <summary>A time is finer than a day, which makes the person easier to single out.</summary>
    TimestampNotDayLevel,

    /// <summary>The deprecated segment of allowed vendors is there.</summary>
    AllowedVendorsDeprecated,
}
