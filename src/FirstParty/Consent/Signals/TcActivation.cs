namespace FirstParty.Consent.Signals;

/// <summary>The rule by which a TC string lets data go to a vendor.</summary>
public static class TcActivation
{
    private const int DefinedPurposes = 11;

    /// <summary>
    /// Decides for one vendor and one purpose. A vendor missing from the disclosed ones gets nothing; a string from before that segment was
    /// demanded is read without it. Purposes above 11 are never allowed.
    /// </summary>
    /// <param name="tc">The person's string.</param>
    /// <param name="vendorId">The vendor's number in the global vendor list.</param>
    /// <param name="purposeId">The purpose's number, 1 to 11.</param>
    /// <param name="declaration">What the vendor declared for the purpose in the list.</param>
    public static TcVerdict Decide(this TcString tc, int vendorId, int purposeId, TcDeclaration declaration)
    {
        ArgumentNullException.ThrowIfNull(tc);
        if (!tc.IsValid)
        {
            return TcVerdict.InvalidString;
        }

        if (purposeId is < 1 or > DefinedPurposes
            || declaration.Basis is not (LawfulBasis.Consent or LawfulBasis.LegitimateInterests))
        {
            return TcVerdict.NotDeclarable;
        }

        if (tc.DisclosedVendors?.Contains(vendorId) == false)
        {
            return TcVerdict.NotDisclosed;
        }

        return EffectiveBasis(tc, vendorId, purposeId, declaration) switch
        {
            null => TcVerdict.RestrictedByPublisher,
            LawfulBasis.Consent => tc.PurposeConsents.Contains(purposeId) && tc.VendorConsents.Contains(vendorId)
                ? TcVerdict.Allowed
                : TcVerdict.NoConsent,
            _ => !TcPolicy.IsConsentOnly(purposeId)
                && tc.PurposeLegitimateInterests.Contains(purposeId) && tc.VendorLegitimateInterests.Contains(vendorId)
                ? TcVerdict.Allowed
                : TcVerdict.NoLegitimateInterest,
        };
    }

    private static LawfulBasis? EffectiveBasis(TcString tc, int vendorId, int purposeId, TcDeclaration declaration)
    {
        var (needsConsent, needsInterest) = (false, false);
        foreach (var restriction in tc.PublisherRestrictions)
        {
            if (restriction.PurposeId != purposeId || !restriction.AppliesTo(vendorId))
            {
                continue;
            }

            if (restriction.Type == TcRestrictionType.NotAllowed)
            {
                return null;
            }

            needsConsent |= restriction.Type == TcRestrictionType.RequireConsent;
            needsInterest |= restriction.Type == TcRestrictionType.RequireLegitimateInterest;
        }

        return (needsConsent, needsInterest) switch
        {
            (true, true) => null,
            _ when !declaration.IsFlexible => declaration.Basis,
            (true, false) => LawfulBasis.Consent,
            (false, true) => LawfulBasis.LegitimateInterests,
            _ => declaration.Basis,
        };
    }
}
