namespace FirstParty.Taxonomies.Scanning;

/// <summary>Finds personal numbers and payment card numbers in text.</summary>
internal static class NumberScan
{
    private const int MinCard = 13;
    private const int MaxCard = 19;

    /// <summary>Reads a JSON number: twelve digits can be a personal number, more a card number.</summary>
    public static void ScanNumber(ReadOnlySpan<byte> number, ref ScanNotes notes)
    {
        if (number.Length is >= 12 and <= MaxCard && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            ScanBare(number, ref notes);
        }
    }

    /// <summary>Reads text.</summary>
    public static void ScanText(ReadOnlySpan<byte> text, ref ScanNotes notes)
    {
        var index = 0;
        while (index < text.Length)
        {
            var next = text[index..].IndexOfAnyInRange((byte)'0', (byte)'9');
            if (next < 0)
            {
                return;
            }

            var start = index + next;
            var length = RunLength(text[start..]);
            index = start + length;
            if (start == 0 || !IsWordByte(text[start - 1]))
            {
                ScanAt(text, start, length, ref notes);
            }
        }
    }

    private static void ScanAt(ReadOnlySpan<byte> text, int start, int length, ref ScanNotes notes)
    {
        var rest = text[(start + length)..];
        if (length is 6 or 8 && SeparatorLength(rest) is var gap and > 0 && RunLength(rest[gap..]) == 4 && EndsAt(rest[(gap + 4)..]))
        {
            Span<byte> digits = stackalloc byte[length + 4];
            text.Slice(start, length).CopyTo(digits);
            rest.Slice(gap, 4).CopyTo(digits[length..]);
            NotePersonalNumber(digits, ref notes);
        }
        else if (length is 10 or >= 12 and <= MaxCard && EndsAt(rest) && !IsDotted(text, start, length) && (length > 10 || !notes.IsCode))
        {
            ScanBare(text.Slice(start, length), ref notes);
        }
        else if (length == 4)
        {
            ScanGroupedCard(text[start..], ref notes);
        }
    }

    private static void ScanBare(ReadOnlySpan<byte> digits, ref ScanNotes notes)
    {
        if (digits.Length is 10 or 12)
        {
            NotePersonalNumber(digits, ref notes);
        }
        else if (digits.Length >= MinCard)
        {
            NoteCard(digits, ref notes);
        }
    }

    /// <summary>Reads a card number in the groups that cards print: four digits, then four to six each, the last one shorter.</summary>
    private static void ScanGroupedCard(ReadOnlySpan<byte> text, ref ScanNotes notes)
    {
        Span<byte> digits = stackalloc byte[MaxCard];
        var count = 0;
        while (true)
        {
            var run = RunLength(text);
            if (run is 0 or > 6 || count + run > MaxCard)
            {
                return;
            }

            text[..run].CopyTo(digits[count..]);
            count += run;
            text = text[run..];
            if (count >= MinCard && EndsAt(text))
            {
                NoteCard(digits[..count], ref notes);
            }

            if (run < 4 || text.IsEmpty || text[0] is not ((byte)' ' or (byte)'-'))
            {
                return;
            }

            text = text[1..];
        }
    }

    private static void NotePersonalNumber(scoped ReadOnlySpan<byte> digits, ref ScanNotes notes)
    {
        if (DigitRules.HasValidChecksum(digits[^10..]) && DigitRules.HasPossibleDate(digits))
        {
            notes.Add(ScanFindingKind.PersonalNumber);
        }
    }

    private static void NoteCard(scoped ReadOnlySpan<byte> digits, ref ScanNotes notes)
    {
        if (IsInACardRange(digits) && DigitRules.HasValidChecksum(digits))
        {
            notes.Add(ScanFindingKind.CardNumber);
        }
    }

    /// <summary>Whether a network issues cards of this length and beginning, which leaves bar codes and clock readings out.</summary>
    /// <seealso href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1</seealso>
    private static bool IsInACardRange(ReadOnlySpan<byte> digits)
    {
        var two = ((digits[0] - '0') * 10) + digits[1] - '0';
        return digits.Length switch
        {
            13 => two is >= 40 and <= 49,
            14 => two is 30 or 36 or 38 or 39,
            15 => two is 34 or 37 or (>= 50 and <= 69),
            _ => two is >= 20 and <= 69,
        };
    }

    private static int RunLength(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;

    /// <summary>The length of what parts a birth date from its number: a hyphen of any kind, a plus, a space; 0 for anything else.</summary>
    private static int SeparatorLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        if (text[0] is (byte)'-' or (byte)'+' or (byte)' ')
        {
            return 1;
        }

        return text.StartsWith("\u2010"u8) || text.StartsWith("\u2011"u8) || text.StartsWith("\u2013"u8) || text.StartsWith("\u2212"u8) ? 3 : 0;
    }

    private static bool EndsAt(ReadOnlySpan<byte> rest) => rest.IsEmpty || !IsWordByte(rest[0]);

    private static bool IsDotted(ReadOnlySpan<byte> text, int start, int length) =>
        (start > 1 && text[start - 1] == '.' && char.IsAsciiDigit((char)text[start - 2]))
        || (start + length + 1 < text.Length && text[start + length] == '.' && char.IsAsciiDigit((char)text[start + length + 1]));

    private static bool IsWordByte(byte value) => char.IsAsciiLetterOrDigit((char)value);
}
