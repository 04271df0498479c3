using System.Diagnostics.CodeAnalysis;

namespace FirstParty.Consent.Signals;

/// <summary>
/// A decoded string of the IAB Global Privacy Platform: a header that lists sections, and the sections. Sections of unknown numbers or
/// versions are kept as text; a known section that is malformed refuses the whole. Immutable and safe for concurrent use.
/// </summary>
/// <seealso href="https://github.com/InteractiveAdvertisingBureau/Global-Privacy-Platform">GPP specification</seealso>
public sealed class GppString
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 131_072;

    /// <summary>The most sections that are read.</summary>
    public const int MaxSections = 64;

    internal GppString(string raw, IReadOnlyList<GppSection> sections) => (Raw, Sections) = (raw, sections);

    /// <summary>The text as it was received.</summary>
    public string Raw { get; }

    /// <summary>The sections in the header's order, which is ascending.</summary>
    public IReadOnlyList<GppSection> Sections { get; }

    /// <summary>The section of that number, or null.</summary>
    public GppSection? Find(int sectionId) => Sections.FirstOrDefault(section => section.Id == sectionId);

    /// <summary>Reads a GPP string.</summary>
    /// <exception cref="GppStringFormatException">The text is malformed; the exception names what and where.</exception>
    public static GppString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var decoder = new GppStringDecoder(text);
        return decoder.Decode() ?? throw new GppStringFormatException(decoder.Error, decoder.ErrorPosition);
    }

    /// <summary>Reads a GPP string; false, without an exception, when it is malformed or null.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GppString? gppString)
    {
        gppString = text is null ? null : new GppStringDecoder(text).Decode();
        return gppString is not null;
    }

    /// <summary>Reads a header alone and gives the section numbers it lists, ascending.</summary>
    /// <exception cref="GppStringFormatException">The header is malformed.</exception>
    internal static IReadOnlyList<int> ParseHeader(string header)
    {
        var reader = new BitReader(header, 0);
        var ids = GppHeader.Read(ref reader);
        return reader.Failed ? throw new GppStringFormatException(reader.Error, reader.ErrorPosition) : ids;
    }
}
