namespace FirstParty.Consent;

/// <summary>Why a decision came out as it did. <see cref="ConsentReasons.Code"/> gives the word that stands in exports and answers.</summary>
public enum ConsentReason : byte
{
    /// <summary><c>no-record</c>: nothing was ever recorded.</summary>
    NoRecord,

    /// <summary><c>no-answer</c>: the person was asked and has not answered.</summary>
    NoAnswer,

    /// <summary><c>consent</c>: a grant in force.</summary>
    Consent,

    /// <summary><c>subject</c>: the person, or somebody acting for them, refused.</summary>
    Subject,

    /// <summary><c>signal</c>: the person's browser refused on their behalf.</summary>
    Signal,

    /// <summary><c>validity-ended</c>: the grant has run out.</summary>
    ValidityEnded,

    /// <summary><c>policy-material-change</c>: the text that the person agreed to has materially changed.</summary>
    PolicyMaterialChange,

    /// <summary><c>legitimate-interest</c>: notice was given and nobody objected.</summary>
    LegitimateInterest,

    /// <summary><c>public-task</c>: notice was given and nobody objected.</summary>
    PublicTask,

    /// <summary><c>notice-not-given</c>: an interest that the person was never told of.</summary>
    NoticeNotGiven,

    /// <summary><c>objection</c>: the person objected.</summary>
    Objection,

    /// <summary><c>compelling-grounds</c>: the person objected, and the purpose declares grounds that override it.</summary>
    CompellingGrounds,

    /// <summary><c>opt-out-regime</c>: permitted until opted out.</summary>
    OptOutRegime,

    /// <summary><c>Contract</c>: needed for a contract.</summary>
    Contract,

    /// <summary><c>LegalObligation</c>: needed by law.</summary>
    LegalObligation,

    /// <summary><c>VitalInterests</c>: needed to protect a life.</summary>
    VitalInterests,

    /// <summary><c>erased</c>: the person was erased and has not come back.</summary>
    Erased,

    /// <summary><c>restricted</c>: processing is restricted.</summary>
    Restricted,

    /// <summary><c>sensitivity-above-purpose</c>: the fact is more sensitive than the purpose may see.</summary>
    SensitivityAbovePurpose,

    /// <summary><c>explicit-consent-required</c>: a special category, and the consent was not explicit.</summary>
    ExplicitConsentRequired,

    /// <summary><c>special-category-needs-art9-ground</c>: a special category, and the purpose declares no ground for it.</summary>
    SpecialCategoryNeedsArticle9Ground,

    /// <summary><c>criminal-offence-needs-authority</c>: an offence, and the purpose declares no authority for it.</summary>
    CriminalOffenceNeedsAuthority,

    /// <summary><c>national-id-needs-justification</c>: a national id, and the purpose declares no justification for it.</summary>
    NationalIdNeedsJustification,

    /// <summary><c>parental-authorisation-missing</c>: too young to consent alone.</summary>
    ParentalAuthorisationMissing,

    /// <summary><c>age-unknown</c>: a service directed at children, and an age that nobody stated.</summary>
    AgeUnknown,

    /// <summary><c>minor-must-opt-in</c>: under 16 an opt-out regime is an opt-in one.</summary>
    MinorMustOptIn,

    /// <summary><c>ads-profiling-of-minor</c>: advertising on profiles of a known minor.</summary>
    AdsProfilingOfMinor,

    /// <summary><c>party-not-allowed</c>: the fact comes from a party that the purpose does not admit.</summary>
    PartyNotAllowed,

    /// <summary><c>category-not-allowed</c>: the fact is not among the categories that the purpose declares.</summary>
    CategoryNotAllowed,

    /// <summary><c>recipient-not-declared</c>: data would leave for somebody whom the purpose does not name.</summary>
    RecipientNotDeclared,

    /// <summary><c>collected-for-another-purpose</c>: the purpose sees only what is collected for it, and this is not.</summary>
    CollectedForAnotherPurpose,

    /// <summary><c>soft-opt-in</c>: a customer who was told at a sale, and has not said no.</summary>
    SoftOptIn,
}
