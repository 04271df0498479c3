using System.Collections.Immutable;

namespace FirstParty.Consent.Signals;

/// <summary>What a TC string says of the platform's own use.</summary>
internal sealed class TcSignal(IReadOnlyCollection<Purpose> purposes, bool usePurposeConsents)
{
    private const int DefinedPurposes = 11;

    public IEnumerable<SignalledPurpose> Read(TcString tc)
    {
        if (Choose(tc) is not (var consents, var interests))
        {
            yield break;
        }

        foreach (var purpose in purposes)
        {
            if (Judge(purpose, tc, consents, interests) is { } permitted && (tc.IsValid || !permitted))
            {
                // Lists go to an advertiser's platform: the string permits that by vendor, not by purpose alone.
                if (!permitted || purpose.Id != StandardPurposes.AdsAudienceMatch.Id)
                {
                    yield return new SignalledPurpose(
                        purpose.Id, permitted ? SignalReader.Permission(purpose) : SignalReader.Refusal(purpose));
                }
            }
        }
    }

    // Banners write an empty publisher segment when the publisher never set it up: it then says nothing, if the host has said so.
    private (IdSet Consents, IdSet Interests)? Choose(TcString tc)
    {
        var publisher = tc.Publisher;
        var isStated = publisher is not null
            && (!usePurposeConsents || publisher.Consents.Count + publisher.LegitimateInterests.Count > 0);
        return isStated ? (publisher!.Consents, publisher.LegitimateInterests)
            : usePurposeConsents ? (tc.PurposeConsents, tc.PurposeLegitimateInterests)
            : null;
    }

    // The publisher's segment has no special features; they are the vendors' as much as the purposes beside them.
    private bool? Judge(Purpose purpose, TcString tc, IdSet consents, IdSet interests)
    {
        var (mapping, regime) = (purpose.Mapping, purpose.Regime);
        var isMapped = mapping.TcfSpecialFeatures.IsEmpty ? !mapping.TcfPurposes.IsEmpty : usePurposeConsents;
        return isMapped && regime is ConsentRegime.OptIn or ConsentRegime.Objection
            ? mapping.TcfSpecialFeatures.All(tc.SpecialFeatureOptIns.Contains)
                && mapping.TcfPurposes.All(number => IsPermitted(number, regime, consents, interests))
            : null;
    }

    private static bool IsPermitted(int number, ConsentRegime regime, IdSet consents, IdSet interests) =>
        number is >= 1 and <= DefinedPurposes
        && (consents.Contains(number)
            || (regime == ConsentRegime.Objection && !TcPolicy.IsConsentOnly(number) && interests.Contains(number)));
}
