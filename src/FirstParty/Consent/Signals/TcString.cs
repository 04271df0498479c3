using System.Diagnostics.CodeAnalysis;

namespace FirstParty.Consent.Signals;

/// <summary>
/// A decoded TC string of the IAB Europe Transparency and Consent Framework, version 2.3 and the 2.x before it. Reading is strict and its
/// cost is bounded by the text's length; nothing here writes TC strings. Immutable and safe for concurrent use.
/// </summary>
/// <seealso href="https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework">TCF technical
/// specifications</seealso>
public sealed class TcString
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 65_536;

    internal TcString()
    {
    }

    /// <summary>The text as it was received.</summary>
    public required string Raw { get; init; }

    /// <summary>The format's version: 2.</summary>
    public required int Version { get; init; }

    /// <summary>When the string was first made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the string was last changed, UTC.</summary>
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>The consent management platform's number.</summary>
    public required int CmpId { get; init; }

    /// <summary>The consent management platform's own version.</summary>
    public required int CmpVersion { get; init; }

    /// <summary>The screen on which the choice was made, as the platform numbers them.</summary>
    public required int ConsentScreen { get; init; }

    /// <summary>The language of the screen: two letters, ISO 639-1, upper case.</summary>
    public required string ConsentLanguage { get; init; }

    /// <summary>The version of the global vendor list that was shown.</summary>
    public required int VendorListVersion { get; init; }

    /// <summary>The version of the TCF policies.</summary>
    public required int PolicyVersion { get; init; }

    /// <summary>True when the choice is for this publisher alone; false is global scope, which is no longer valid.</summary>
    public required bool IsServiceSpecific { get; init; }

    /// <summary>True when the publisher used texts or stacks of its own.</summary>
    public required bool UseNonStandardTexts { get; init; }

    /// <summary>The special features opted into, 1 to 12 as received; only 1 and 2 are defined.</summary>
    public required IdSet SpecialFeatureOptIns { get; init; }

    /// <summary>The purposes consented to, 1 to 24 as received; only 1 to 11 are defined.</summary>
    public required IdSet PurposeConsents { get; init; }

    /// <summary>The purposes disclosed under legitimate interest and not objected to, 1 to 24 as received.</summary>
    public required IdSet PurposeLegitimateInterests { get; init; }

    /// <summary>True when purpose 1 was not disclosed at all, as some countries' law had it.</summary>
    public required bool PurposeOneTreatment { get; init; }

    /// <summary>The publisher's country: two letters, ISO 3166-1, upper case.</summary>
    public required string PublisherCountryCode { get; init; }

    /// <summary>The vendors consented to.</summary>
    public required IdSet VendorConsents { get; init; }

    /// <summary>The vendors disclosed under legitimate interest and not objected to.</summary>
    public required IdSet VendorLegitimateInterests { get; init; }

    /// <summary>The publisher's restrictions, in the text's order.</summary>
    public required IReadOnlyList<TcRestriction> PublisherRestrictions { get; init; }

    /// <summary>The vendors that the person was shown; null when the segment is missing.</summary>
    public IdSet? DisclosedVendors { get; internal set; }

    /// <summary>The vendors that the publisher allows (deprecated); null when the segment is missing.</summary>
    public IdSet? AllowedVendors { get; internal set; }

    /// <summary>What the person chose for the publisher's own use; null when the segment is missing.</summary>
    public TcPublisherPurposes? Publisher { get; internal set; }

    /// <summary>The segments in the text's order, the core first.</summary>
    public IReadOnlyList<TcSegment> Segments { get; internal set; } = [TcSegment.Core];

    /// <summary>What the TCF policies say of the string, in a fixed order; empty when nothing is to be said.</summary>
    public IReadOnlyList<TcFinding> Findings { get; internal set; } = [];

    /// <summary>False when a finding makes the string invalid, so that it grants nothing to anybody.</summary>
    public bool IsValid { get; internal set; } = true;

    /// <summary>Reads a TC string.</summary>
    /// <exception cref="TcStringFormatException">The text is malformed; the exception names what and where.</exception>
    public static TcString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var decoder = new TcStringDecoder(text);
        return decoder.Decode() ?? throw new TcStringFormatException(decoder.Error, decoder.ErrorPosition);
    }

    /// <summary>Reads a TC string; false, without an exception, when it is malformed or null.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TcString? tcString)
    {
        tcString = text is null ? null : new TcStringDecoder(text).Decode();
        return tcString is not null;
    }
}
