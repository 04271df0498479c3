namespace FirstParty.Consent.Signals;

/// <summary>The stable names of <see cref="SignalError"/> values.</summary>
public static class SignalErrorCodes
{
    /// <summary>The error's name in logs, metrics and answers, such as <c>bad-base64url-char</c>. It never changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public static string Code(this SignalError error) => error switch
    {
        SignalError.None => "none",
        SignalError.Empty => "empty",
        SignalError.TooLong => "too-long",
        SignalError.EmptySegment => "empty-segment",
        SignalError.BadBase64UrlChar => "bad-base64url-char",
        SignalError.Truncated => "truncated",
        SignalError.NonzeroPadding => "nonzero-padding",
        SignalError.UnsupportedVersion => "unsupported-version",
        SignalError.BadLetter => "bad-letter",
        SignalError.RangeEndBeforeStart => "range-end-before-start",
        SignalError.VendorIdZero => "vendor-id-zero",
        SignalError.VendorIdAboveMax => "vendor-id-above-max",
        SignalError.UnknownSegmentType => "unknown-segment-type",
        SignalError.DuplicateSegment => "duplicate-segment",
        SignalError.NotGpp => "not-gpp",
        SignalError.UnsupportedGppVersion => "unsupported-gpp-version",
        SignalError.BadSectionIds => "bad-section-ids",
        SignalError.SectionCountMismatch => "section-count-mismatch",
        SignalError.EmptySection => "empty-section",
        SignalError.BadUsp => "bad-usp",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "The error is not defined."),
    };
}
