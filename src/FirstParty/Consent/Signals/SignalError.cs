namespace FirstParty.Consent.Signals;

/// <summary>Why a consent string was refused. <see cref="SignalErrorCodes.Code"/> gives each its stable name.</summary>
public enum SignalError : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is no text.</summary>
    Empty,

    /// <summary>The text is longer than is read.</summary>
    TooLong,

    /// <summary>A segment between two dots, or at an end, is empty.</summary>
    EmptySegment,

    /// <summary>A character is not in the base64url alphabet.</summary>
    BadBase64UrlChar,

    /// <summary>The text ends before the fields it announces.</summary>
    Truncated,

    /// <summary>Bits that should be padding are set.</summary>
    NonzeroPadding,

    /// <summary>The format's version is not one that is read.</summary>
    UnsupportedVersion,

    /// <summary>A language or country code has a value that is no letter.</summary>
    BadLetter,

    /// <summary>A range of vendors ends before it starts.</summary>
    RangeEndBeforeStart,

    /// <summary>A range names vendor 0, which does not exist.</summary>
    VendorIdZero,

    /// <summary>A range ends above the largest vendor id that the text announces.</summary>
    VendorIdAboveMax,

    /// <summary>A segment's type is not one that the format knows.</summary>
    UnknownSegmentType,

    /// <summary>A segment of the same type appeared before.</summary>
    DuplicateSegment,

    /// <summary>The text is not a GPP string: its header is of another type.</summary>
    NotGpp,

    /// <summary>The GPP header's version is not 1.</summary>
    UnsupportedGppVersion,

    /// <summary>The header names more sections than are read, or the same one twice.</summary>
    BadSectionIds,

    /// <summary>The header announces another number of sections than follow.</summary>
    SectionCountMismatch,

    /// <summary>A section is empty.</summary>
    EmptySection,

    /// <summary>A US Privacy string is not four characters of its form.</summary>
    BadUsp,
}
