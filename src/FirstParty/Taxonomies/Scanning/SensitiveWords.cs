using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>Words and beginnings of words, each with the special categories it reveals, matched without regard to case and accents.</summary>
internal sealed class SensitiveWords
{
    private const int MinLength = 2;
    private const int MaxLength = 40;

    private readonly Dictionary<string, SpecialCategories> _listed;
    private readonly FrozenDictionary<string, SpecialCategories> _words;
    private readonly FrozenDictionary<string, SpecialCategories> _stems;
    private readonly int[] _stemLengths;

    private SensitiveWords(Dictionary<string, SpecialCategories> listed)
    {
        _listed = listed;
        _words = listed.Where(pair => !pair.Key.EndsWith('*')).ToFrozenDictionary(StringComparer.Ordinal);
        _stems = listed.Where(pair => pair.Key.EndsWith('*'))
            .ToFrozenDictionary(pair => pair.Key[..^1], pair => pair.Value, StringComparer.Ordinal);
        _stemLengths = [.. _stems.Keys.Select(stem => stem.Length).Distinct().Order()];
    }

    public static SensitiveWords None { get; } = new([]);

    public SensitiveWords With(SpecialCategories categories, IEnumerable<string> words)
    {
        var listed = new Dictionary<string, SpecialCategories>(_listed, StringComparer.Ordinal);
        foreach (var word in words.Select(Folded))
        {
            listed[word] = listed.GetValueOrDefault(word) | categories;
        }

        return new(listed);
    }

    public SensitiveWords Without(IEnumerable<string> words)
    {
        var listed = new Dictionary<string, SpecialCategories>(_listed, StringComparer.Ordinal);
        foreach (var word in words.Select(Folded))
        {
            listed.Remove(word);
        }

        return new(listed);
    }

    public void Scan(ReadOnlySpan<byte> text, ref ScanNotes notes)
    {
        if (_listed.Count == 0)
        {
            return;
        }

        Span<char> word = stackalloc char[MaxLength + 1];
        var length = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var read);
            text = text[read..];
            if (Rune.IsLetter(rune))
            {
                length = Append(word, length, rune);
            }
            else if (length > 0 && !IsInvisible(rune))
            {
                Match(word[..length], ref notes);
                length = 0;
            }
        }

        Match(word[..length], ref notes);
    }

    private void Match(scoped ReadOnlySpan<char> word, ref ScanNotes notes)
    {
        if (word.Length < MinLength)
        {
            return;
        }

        if (word.Length <= MaxLength && _words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var categories))
        {
            notes.Add(ScanFindingKind.SensitiveWord, categories);
        }

        var stems = _stems.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _stemLengths)
        {
            if (length > word.Length)
            {
                return;
            }

            if (stems.TryGetValue(word[..length], out categories))
            {
                notes.Add(ScanFindingKind.SensitiveWord, categories);
            }
        }
    }

    /// <summary>Adds a letter as it is matched; a word's letters beyond the longest that is listed only make it too long.</summary>
    private static int Append(Span<char> word, int length, Rune letter)
    {
        var folded = Fold(letter);
        return length < word.Length && folded.IsBmp ? Set(word, length, (char)folded.Value) : length;
    }

    private static int Set(Span<char> word, int index, char letter)
    {
        word[index] = letter;
        return index + 1;
    }

    private static string Folded(string word)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        var isStem = word[^1] == '*';
        Span<char> folded = stackalloc char[MaxLength + 1];
        var length = 0;
        foreach (var rune in (isStem ? word.AsSpan(0, word.Length - 1) : word).EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                length = Append(folded, length, rune);
            }
            else if (!IsInvisible(rune))
            {
                throw new ArgumentException("A sensitive word has letters only, and at most a * at its end.", nameof(word));
            }
        }

        return length is >= MinLength and <= MaxLength
            ? folded[..length].ToString() + (isStem ? "*" : "")
            : throw new ArgumentException($"A sensitive word has {MinLength} to {MaxLength} letters.", nameof(word));
    }

    /// <summary>Accents that follow their letter, soft hyphens, zero-width joiners: they do not end a word.</summary>
    private static bool IsInvisible(Rune rune) =>
        !rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    private static Rune Fold(Rune letter)
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
