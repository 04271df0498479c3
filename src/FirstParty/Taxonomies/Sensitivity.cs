namespace FirstParty.Taxonomies;

/// <summary>
/// How much harm a datum can do in the wrong hands. Ordered: a purpose names the highest sensitivity it may see,
/// and a fact's own sensitivity can be raised (by a scanner, by derivation) but never lowered.
/// </summary>
public enum Sensitivity : byte
{
    /// <summary>Says nothing about any person.</summary>
    NonPersonal,

    /// <summary>Any personal data in the sense of GDPR 4(1), pseudonymous ids included.</summary>
    Personal,

    /// <summary>Personal data with raised harm outside GDPR 9, 10 and 87: precise location, income, session recordings.</summary>
    Confidential,

    /// <summary>Criminal convictions and offences, GDPR 10.</summary>
    CriminalOffence,

    /// <summary>A national identification number, GDPR 87.</summary>
    NationalId,

    /// <summary>A special category of personal data, GDPR 9(1).</summary>
    SpecialCategory,
}
