using System.Buffers;
using System.Text;
using System.Text.Json;

namespace FirstParty.Taxonomies.Scanning;

/// <summary>
/// Reads the text of a fact for what its definition cannot know: Swedish personal numbers, payment card numbers and words that reveal a
/// special category. What it finds can only raise the fact's sensitivity. Immutable and thread-safe; time is linear in the length.
/// </summary>
/// <remarks>
/// Words are matched whole, whatever their case and accents, so that <c>Läkemedel</c>, <c>lakemedel</c> and
/// <c>/l%C3%A4kemedel/</c> are one. Numbers are found between characters that are neither letters nor digits. Names of properties are read too.
/// </remarks>
public sealed class FreeTextScanner
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 64 };

    private readonly SensitiveWords _words;

    private FreeTextScanner(SensitiveWords words) => _words = words;

    /// <summary>Finds numbers only; a start for a host that brings all of its own words.</summary>
    public static FreeTextScanner NumbersOnly { get; } = new(SensitiveWords.None);

    /// <summary>Finds numbers, and common English and Swedish words about health.</summary>
    public static FreeTextScanner Default { get; } = NumbersOnly.WithWords(SpecialCategories.Health, HealthWords.All);

    /// <summary>This scanner, with more words.</summary>
    /// <param name="categories">The special categories that the words reveal; at least one.</param>
    /// <param name="words">
    /// Single words of letters, whatever their case and accents; a <c>*</c> at the end stands for any more letters, such as <c>diabet*</c>.
    /// </param>
    /// <exception cref="ArgumentException">No category, or a word that is not 2 to 40 letters.</exception>
    public FreeTextScanner WithWords(SpecialCategories categories, params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return categories == SpecialCategories.None
            ? throw new ArgumentException("Name the special categories that the words reveal.", nameof(categories))
            : new FreeTextScanner(_words.With(categories, words));
    }

    /// <summary>This scanner, without some of its words, each written as it was added.</summary>
    /// <exception cref="ArgumentException">A word that is not 2 to 40 letters.</exception>
    public FreeTextScanner WithoutWords(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(_words.Without(words));
    }

    /// <summary>Reads all text of a JSON value: an event's properties, a trait's value.</summary>
    /// <param name="json">One well-formed JSON value in UTF-8, nested at most 64 deep.</param>
    /// <exception cref="JsonException">The bytes are not a well-formed JSON value, or too deep.</exception>
    public ScanResult Scan(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var notes = new ScanNotes();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    notes.Enter(ref reader);
                    ScanToken(ref reader, ref notes);
                    notes.LeaveName();
                    break;
                case JsonTokenType.StartArray:
                    notes.EnterArray(reader.CurrentDepth);
                    break;
                case JsonTokenType.String:
                    notes.EnterValue(reader.CurrentDepth);
                    ScanToken(ref reader, ref notes);
                    break;
                case JsonTokenType.Number:
                    NumberScan.ScanNumber(reader.ValueSpan, ref notes);
                    break;
                default:
                    break;
            }
        }

        return notes.ToResult();
    }

    /// <summary>Reads one text.</summary>
    public ScanResult ScanText(ReadOnlySpan<char> text)
    {
        var notes = new ScanNotes();
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        ScanUtf8(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)), ref notes);
        Return(buffer);
        return notes.ToResult();
    }

    private void ScanToken(ref Utf8JsonReader reader, ref ScanNotes notes)
    {
        if (!reader.ValueIsEscaped)
        {
            ScanUtf8(reader.ValueSpan, ref notes);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            ScanUtf8(buffer.AsSpan(0, reader.CopyString(buffer)), ref notes);
        }
        catch (InvalidOperationException)
        {
            ScanUtf8(reader.ValueSpan, ref notes); // A lone surrogate cannot be unescaped; what surrounds it is read all the same.
        }
        finally
        {
            Return(buffer);
        }
    }

    private void ScanUtf8(ReadOnlySpan<byte> text, ref ScanNotes notes)
    {
        if (!text.Contains((byte)'%'))
        {
            ScanPlain(text, ref notes);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        ScanPlain(buffer.AsSpan(0, PercentDecode(text, buffer)), ref notes);
        Return(buffer);
    }

    private void ScanPlain(ReadOnlySpan<byte> text, ref ScanNotes notes)
    {
        NumberScan.ScanText(text, ref notes);
        _words.Scan(text, ref notes);
    }

    private static int PercentDecode(ReadOnlySpan<byte> text, Span<byte> decoded)
    {
        var length = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var isEscape = text[index] == '%' && index + 2 < text.Length
                && char.IsAsciiHexDigit((char)text[index + 1]) && char.IsAsciiHexDigit((char)text[index + 2]);
            decoded[length++] = isEscape ? (byte)((HexDigit(text[index + 1]) << 4) | HexDigit(text[index + 2])) : text[index];
            index += isEscape ? 2 : 0;
        }

        return length;
    }

    private static int HexDigit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static void Return(byte[] buffer) => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
}
