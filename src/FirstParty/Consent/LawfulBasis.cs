namespace FirstParty.Consent;

/// <summary>The six lawful bases of processing.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 6(1)</seealso>
public enum LawfulBasis : byte
{
    /// <summary>GDPR 6(1)(a): the person agreed. Nothing is permitted until they have.</summary>
    Consent,

    /// <summary>GDPR 6(1)(b): needed to perform a contract with the person.</summary>
    Contract,

    /// <summary>GDPR 6(1)(c): needed to comply with a law.</summary>
    LegalObligation,

    /// <summary>GDPR 6(1)(d): needed to protect somebody's life.</summary>
    VitalInterests,

    /// <summary>GDPR 6(1)(e): needed for a task in the public interest.</summary>
    PublicTask,

    /// <summary>GDPR 6(1)(f): needed for a legitimate interest that the person's rights do not override. The person may object.</summary>
    LegitimateInterests,
}
