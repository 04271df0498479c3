namespace FirstParty.Consent.Signals;

/// <summary>What the person chose for the publisher's own use, from the publisher TC segment.</summary>
/// <param name="Consents">The standard purposes consented to.</param>
/// <param name="LegitimateInterests">The standard purposes disclosed under legitimate interest and not objected to.</param>
/// <param name="CustomPurposeCount">How many purposes of its own the publisher defined, 0 to 63.</param>
/// <param name="CustomConsents">Which of those are consented to, from 1.</param>
/// <param name="CustomLegitimateInterests">Which of those are disclosed under legitimate interest and not objected to, from 1.</param>
public sealed record TcPublisherPurposes(
    IdSet Consents, IdSet LegitimateInterests, int CustomPurposeCount, IdSet CustomConsents, IdSet CustomLegitimateInterests);
