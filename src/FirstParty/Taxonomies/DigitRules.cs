namespace FirstParty.Taxonomies;

/// <summary>What makes a row of ASCII digits a personal or a card number.</summary>
internal static class DigitRules
{
    /// <summary>What the day of a coordination number is raised by.</summary>
    public const int CoordinationOffset = 60;

    /// <summary>Whether the last of some ASCII digits is their Luhn checksum.</summary>
    /// <seealso href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1, annex B</seealso>
    public static bool HasValidChecksum(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var weighed = (digits[index] - '0') * ((digits.Length - index) % 2 == 0 ? 2 : 1);
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }

    /// <summary>Whether ten or twelve ASCII digits begin with a day that a living person can have been born on.</summary>
    public static bool HasPossibleDate(ReadOnlySpan<byte> digits)
    {
        var day = Number(digits[^6..^4]);
        day = day > CoordinationOffset ? day - CoordinationOffset : day;
        var month = Number(digits[^8..^6]);
        var year = Number(digits[^10..^8]);
        return digits.Length == 12
            ? Number(digits[..2]) is 18 or 19 or 20 && IsDay(Number(digits[..4]), month, day)
            : IsDay(1900 + year, month, day) || IsDay(2000 + year, month, day);
    }

    /// <summary>Whether there is such a day.</summary>
    public static bool IsDay(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>The number that ASCII digits write.</summary>
    public static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
