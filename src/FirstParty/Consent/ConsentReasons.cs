namespace FirstParty.Consent;

/// <summary>The words for reasons in exports and answers.</summary>
public static class ConsentReasons
{
    /// <summary>The reason's word, such as <c>validity-ended</c>. Stable. Allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a reason.</exception>
    public static string Code(this ConsentReason reason) => reason switch
    {
        ConsentReason.NoRecord => "no-record",
        ConsentReason.NoAnswer => "no-answer",
        ConsentReason.Consent => "consent",
        ConsentReason.Subject => "subject",
        ConsentReason.Signal => "signal",
        ConsentReason.ValidityEnded => "validity-ended",
        ConsentReason.PolicyMaterialChange => "policy-material-change",
        ConsentReason.LegitimateInterest => "legitimate-interest",
        ConsentReason.PublicTask => "public-task",
        ConsentReason.NoticeNotGiven => "notice-not-given",
        ConsentReason.Objection => "objection",
        ConsentReason.CompellingGrounds => "compelling-grounds",
        ConsentReason.OptOutRegime => "opt-out-regime",
        ConsentReason.Contract => "Contract",
        ConsentReason.LegalObligation => "LegalObligation",
        ConsentReason.VitalInterests => "VitalInterests",
        ConsentReason.Erased => "erased",
        ConsentReason.Restricted => "restricted",
        ConsentReason.SensitivityAbovePurpose => "sensitivity-above-purpose",
        ConsentReason.ExplicitConsentRequired => "explicit-consent-required",
        ConsentReason.SpecialCategoryNeedsArticle9Ground => "special-category-needs-art9-ground",
        ConsentReason.CriminalOffenceNeedsAuthority => "criminal-offence-needs-authority",
        ConsentReason.NationalIdNeedsJustification => "national-id-needs-justification",
        ConsentReason.ParentalAuthorisationMissing => "parental-authorisation-missing",
        ConsentReason.AgeUnknown => "age-unknown",
        ConsentReason.MinorMustOptIn => "minor-must-opt-in",
        ConsentReason.AdsProfilingOfMinor => "ads-profiling-of-minor",
        ConsentReason.PartyNotAllowed => "party-not-allowed",
        ConsentReason.CategoryNotAllowed => "category-not-allowed",
        ConsentReason.RecipientNotDeclared => "recipient-not-declared",
        ConsentReason.CollectedForAnotherPurpose => "collected-for-another-purpose",
        ConsentReason.SoftOptIn => "soft-opt-in",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
