using System.Collections.Frozen;
using System.Text;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>Words and beginnings of words, each with the special categories it reveals, matched without regard to case and accents.</summary>
internal sealed class SensitiveWords
{
    private const int MinLength = 2;
    private const int MaxLength = 40;
    private const int Starts = 1024;

    private readonly Dictionary<string, SpecialCategories> _listed;
    private readonly FrozenDictionary<string, SpecialCategories> _words;
    private readonly FrozenDictionary<string, SpecialCategories> _stems;
    private readonly int[] _stemLengths;
    private readonly bool[] _starts = new bool[Starts];

    private SensitiveWords(Dictionary<string, SpecialCategories> listed)
    {
        _listed = listed;
        _words = listed.Where(pair => !pair.Key.EndsWith('*')).ToFrozenDictionary(StringComparer.Ordinal);
        _stems = listed.Where(pair => pair.Key.EndsWith('*'))
            .ToFrozenDictionary(pair => pair.Key[..^1], pair => pair.Value, StringComparer.Ordinal);
        _stemLengths = [.. _stems.Keys.Select(stem => stem.Length).Distinct().Order()];
        foreach (var word in listed.Keys)
        {
            _starts[StartOf(word)] = true;
        }
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
            var isWord = text[0] < LetterFolding.LowerAscii.Length
                ? TakeAscii(ref text, word, ref length)
                : TakeOther(ref text, word, ref length);
            if (!isWord && length > 0)
            {
                Match(word[..length], ref notes);
                length = 0;
            }
        }

        Match(word[..length], ref notes);
    }

    /// <summary>Takes one ASCII character off the text, into the word when it is a letter; false when it ends the word.</summary>
    private static bool TakeAscii(ref ReadOnlySpan<byte> text, scoped Span<char> word, ref int length)
    {
        var letter = LetterFolding.LowerAscii[text[0]];
        text = text[1..];
        if (letter != 0 && length < word.Length)
        {
            word[length++] = (char)letter;
        }

        return letter != 0;
    }

    /// <summary>Takes one character beyond ASCII off the text, into the word when it is a letter; false when it ends the word.</summary>
    private static bool TakeOther(ref ReadOnlySpan<byte> text, scoped Span<char> word, ref int length)
    {
        Rune.DecodeFromUtf8(text, out var rune, out var read);
        text = text[read..];
        if (!Rune.IsLetter(rune))
        {
            return LetterFolding.IsInvisible(rune);
        }

        length = Append(word, length, rune);
        return true;
    }

    private void Match(scoped ReadOnlySpan<char> word, ref ScanNotes notes)
    {
        if (word.Length < MinLength || !_starts[StartOf(word)])
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

    /// <summary>A small number for a word's first two letters: most words of a text begin as no listed word does.</summary>
    private static int StartOf(ReadOnlySpan<char> word) => ((word[0] * 31) + word[1]) % Starts;

    /// <summary>Adds a letter as it is matched; a word's letters beyond the longest that is listed only make it too long.</summary>
    private static int Append(scoped Span<char> word, int length, Rune letter)
    {
        var folded = LetterFolding.Fold(letter);
        if (length < word.Length && folded.IsBmp)
        {
            word[length++] = (char)folded.Value;
        }

        return length;
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
            else if (!LetterFolding.IsInvisible(rune))
            {
                throw new ArgumentException("A sensitive word has letters only, and at most a * at its end.", nameof(word));
            }
        }

        return length is >= MinLength and <= MaxLength
            ? folded[..length].ToString() + (isStem ? "*" : "")
            : throw new ArgumentException($"A sensitive word has {MinLength} to {MaxLength} letters.", nameof(word));
    }
}
