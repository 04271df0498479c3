namespace FirstParty.Consent;

/// <summary>The grounds, other than explicit consent, on which special categories of personal data may be processed.</summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 9(2)(b) to (j)</seealso>
public enum Article9Ground : byte
{
    /// <summary>9(2)(b): employment, social security and social protection law.</summary>
    EmploymentAndSocialProtection,

    /// <summary>9(2)(c): vital interests of somebody who cannot consent.</summary>
    VitalInterests,

    /// <summary>9(2)(d): a not-for-profit body and its own members.</summary>
    NotForProfitBody,

    /// <summary>9(2)(e): the person manifestly made the data public.</summary>
    ManifestlyPublic,

    /// <summary>9(2)(f): legal claims and courts.</summary>
    LegalClaims,

    /// <summary>9(2)(g): substantial public interest, on the basis of law.</summary>
    SubstantialPublicInterest,

    /// <summary>9(2)(h): preventive or occupational medicine, health or social care.</summary>
    HealthOrSocialCare,

    /// <summary>9(2)(i): public health.</summary>
    PublicHealth,

    /// <summary>9(2)(j): archiving, research and statistics, on the basis of law.</summary>
    ArchivingResearchStatistics,
}
