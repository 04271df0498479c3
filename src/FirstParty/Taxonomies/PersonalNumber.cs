using System.Globalization;
using FirstParty.Identity;

namespace FirstParty.Taxonomies;

/// <summary>
/// A valid Swedish personal number, or a coordination number (whose day is raised by 60). National identification data (GDPR 87): its text
/// is masked, and <see cref="Digits"/> is the only way to the number itself.
/// </summary>
/// <seealso href="https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/folkbokforingslag-1991481_sfs-1991-481/">Folkbokföringslag (1991:481) 18 §</seealso>
public readonly record struct PersonalNumber
{
    private readonly ulong _digits;

    private PersonalNumber(ulong digits) => _digits = digits;

    /// <summary>
    /// The one form of a personal number where it serves as an identifier: twelve digits. Only what is written with the century is taken: which one two
    /// digits of a year mean depends on the day, and who somebody is must not.
    /// </summary>
    public static IdentifierNormaliser Normaliser { get; } = IdentifierNormaliser.Of(
        "personal-number-se", 1, static text => text.Count(char.IsAsciiDigit) == 12 && TryParse(text, DateOnly.MaxValue, out var number) ? number.Digits : null);

    /// <summary>The twelve digits: year, month, day (raised by 60 in a coordination number), birth number, checksum.</summary>
    public string Digits => _digits.ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>The date of birth. Of a coordination number it can be approximate.</summary>
    public DateOnly BirthDate => _digits == 0 ? default : new(Part(100_000_000, 10_000), Part(1_000_000, 100), RawDay % DigitRules.CoordinationOffset);

    /// <summary>Whether it is a coordination number, given to people who are not registered as residents.</summary>
    public bool IsCoordinationNumber => RawDay > DigitRules.CoordinationOffset;

    /// <summary>The legal sex that it encodes.</summary>
    public LegalSex LegalSex => Part(10, 2) == 1 ? LegalSex.Male : LegalSex.Female;

    private int RawDay => Part(10_000, 100);

    /// <summary>Reads a personal number.</summary>
    /// <param name="text"><c>YYMMDD-NNNC</c> or <c>YYYYMMDD-NNNC</c>; the hyphen may be absent, and is a plus from the year that the person
    /// turns 100.</param>
    /// <param name="today">The day that it is read, which decides the century of a two-digit year.</param>
    /// <exception cref="PersonalNumberFormatException">The text is not a valid personal number.</exception>
    public static PersonalNumber Parse(ReadOnlySpan<char> text, DateOnly today) =>
        Read(text, today, out var number) is var error and not PersonalNumberError.None
            ? throw new PersonalNumberFormatException(error)
            : number;

    /// <summary>Reads a personal number as of now.</summary>
    /// <param name="text">As in <see cref="Parse(ReadOnlySpan{char}, DateOnly)"/>.</param>
    /// <param name="time">The clock; its local day counts.</param>
    /// <exception cref="PersonalNumberFormatException">The text is not a valid personal number.</exception>
    public static PersonalNumber Parse(ReadOnlySpan<char> text, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Parse(text, DateOnly.FromDateTime(time.GetLocalNow().DateTime));
    }

    /// <summary>Reads a personal number; false when the text is not a valid one.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, DateOnly)" path="/param" />
    public static bool TryParse(ReadOnlySpan<char> text, DateOnly today, out PersonalNumber number) =>
        TryParse(text, today, out number, out _);

    /// <summary>Reads a personal number; false, and why, when the text is not a valid one.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, DateOnly)" path="/param" />
    public static bool TryParse(ReadOnlySpan<char> text, DateOnly today, out PersonalNumber number, out PersonalNumberError error) =>
        (error = Read(text, today, out number)) == PersonalNumberError.None;

    /// <summary>A mask that tells nothing. Safe in a log.</summary>
    public override string ToString() => "••••••••-••••";

    private static PersonalNumberError Read(ReadOnlySpan<char> text, DateOnly today, out PersonalNumber number)
    {
        number = default;
        Span<byte> digits = stackalloc byte[12];
        if (!TryTakeDigits(text, digits, out var count, out var hasPlus))
        {
            return PersonalNumberError.Format;
        }

        digits = digits[..count];
        if (!DigitRules.HasValidChecksum(digits[^10..]))
        {
            return PersonalNumberError.Checksum;
        }

        var year = count == 12 ? DigitRules.Number(digits[..4]) : YearOf(DigitRules.Number(digits[..2]), today.Year, hasPlus);
        var month = DigitRules.Number(digits[^8..^6]);
        var rawDay = DigitRules.Number(digits[^6..^4]);
        var day = rawDay > DigitRules.CoordinationOffset ? rawDay - DigitRules.CoordinationOffset : rawDay;
        if (!DigitRules.IsDay(year, month, day))
        {
            return PersonalNumberError.Date;
        }

        if (new DateOnly(year, month, day) > today)
        {
            return PersonalNumberError.Future;
        }

        if (hasPlus && today.Year - year < 100)
        {
            return PersonalNumberError.Separator;
        }

        number = new((ulong)((((year * 100L) + month) * 100) + rawDay) * 10_000 + (ulong)DigitRules.Number(digits[^4..]));
        return PersonalNumberError.None;
    }

    private static bool TryTakeDigits(ReadOnlySpan<char> text, Span<byte> digits, out int count, out bool hasPlus)
    {
        (count, hasPlus) = (0, false);
        if (text.Length is < 10 or > 13)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (char.IsAsciiDigit(character) && count < digits.Length)
            {
                digits[count++] = (byte)character;
            }
            else if (character is '-' or '+' && index == text.Length - 5)
            {
                hasPlus = character == '+';
            }
            else
            {
                return false;
            }
        }

        return count is 10 or 12;
    }

    /// <summary>The year of two digits: with a hyphen within the last hundred calendar years, with a plus in the hundred before.</summary>
    private static int YearOf(int twoDigits, int thisYear, bool hasPlus)
    {
        var year = thisYear - (thisYear % 100) + twoDigits;
        year = year > thisYear ? year - 100 : year;
        return hasPlus ? year - 100 : year;
    }

    private int Part(ulong divisor, ulong modulus) => (int)(_digits / divisor % modulus);
}
