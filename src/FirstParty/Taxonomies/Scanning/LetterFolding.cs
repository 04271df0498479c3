using System.Globalization;
using System.Text;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>Letters without case and without the accents that European languages put on Latin ones.</summary>
internal static class LetterFolding
{
    /// <summary>ASCII letters in lower case by their code; 0 for what is no letter.</summary>
    public static ReadOnlySpan<byte> LowerAscii =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122,
        0, 0, 0, 0, 0,
        0, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122,
        0, 0, 0, 0, 0,
    ];

    /// <summary>Accents that follow their letter, soft hyphens, zero-width joiners: they do not end a word.</summary>
    public static bool IsInvisible(Rune rune) =>
        !rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    /// <summary>A letter as it is compared.</summary>
    public static Rune Fold(Rune letter)
    {
        if (letter.IsAscii)
        {
            return new Rune((char)(letter.Value | 0x20));
        }

        var lower = Rune.ToLowerInvariant(letter);
        return lower.Value switch
        {
            (>= 'à' and <= 'æ') or 'ā' or 'ă' or 'ą' => new Rune('a'),
            'ç' or 'ć' or 'č' => new Rune('c'),
            (>= 'è' and <= 'ë') or 'ē' or 'ę' or 'ě' => new Rune('e'),
            (>= 'ì' and <= 'ï') or 'ī' => new Rune('i'),
            'ł' => new Rune('l'),
            'ñ' or 'ń' or 'ň' => new Rune('n'),
            (>= 'ò' and <= 'ö') or 'ø' or 'ō' or 'ő' => new Rune('o'),
            'š' or 'ś' => new Rune('s'),
            (>= 'ù' and <= 'ü') or 'ū' or 'ů' or 'ű' => new Rune('u'),
            'ý' or 'ÿ' => new Rune('y'),
            'ž' or 'ź' or 'ż' => new Rune('z'),
            _ => lower,
        };
    }
}
