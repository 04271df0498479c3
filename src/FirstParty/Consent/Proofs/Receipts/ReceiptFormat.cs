namespace FirstParty.Consent.Proofs.Receipts;

/// <summary>The forms that a consent receipt is written in.</summary>
public enum ReceiptFormat : byte
{
    /// <summary>
    /// JSON by the Kantara Initiative's consent receipt specification 1.1. It knows consents alone: refusals are left out.
    /// </summary>
    /// <seealso href="https://kantarainitiative.org/download/7902/">Kantara consent receipt 1.1</seealso>
    Kantara11,

    /// <summary>JSON-LD by ISO/IEC TS 27560 in the profile of the Data Privacy Vocabulary for the GDPR.</summary>
    /// <seealso href="https://w3id.org/dpv/guides/consent-27560">DPV guide to 27560</seealso>
    Iso27560JsonLd,

    /// <summary>A page for the person, complete in itself: no scripts, and nothing loaded from elsewhere.</summary>
    Html,
}
