using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FirstParty.Tests;

/// <summary>
/// Whether a text tells a word: as it stands, in a value of its JSON, or in anything that reads as base64. The word must be so long that hashes, salts and
/// signatures do not tell it by chance: three letters stand in one of some thirty such texts, twelve in none.
/// </summary>
internal static partial class Telling
{
    private const int ShortestWord = 12;

    public static void ShouldTell(this string text, string word) => Tells(text, word).ShouldBeTrue($"{word} should be told by {text}");

    public static void ShouldNotTell(this string text, string word) => Tells(text, word).ShouldBeFalse($"{word} is told by {text}");

    private static bool Tells(string text, string word)
    {
        word.Length.ShouldBeGreaterThanOrEqualTo(ShortestWord, "a shorter word would be told by chance");
        return Values(text).Any(value => Readings(value).Any(reading => reading.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Values(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return [text, .. Strings(json.RootElement)];
        }
        catch (JsonException)
        {
            return [text];
        }
    }

    private static List<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(Strings)],
        JsonValueKind.Object => [.. json.EnumerateObject().SelectMany(property => (string[])[property.Name, .. Strings(property.Value)])],
        _ => [],
    };

    /// <summary>The value itself, and each run of base64 in it from each of its first four characters, as UTF-8 and as UTF-16.</summary>
    private static IEnumerable<string> Readings(string value)
    {
        yield return value;
        foreach (var run in Encoded().Matches(value).Select(match => match.Value.Replace('+', '-').Replace('/', '_')))
        {
            for (var start = 0; start < 4; start++)
            {
                var whole = (run.Length - start) / 4 * 4;
                var bytes = Base64Url.DecodeFromChars(run.AsSpan(start, whole));
                yield return Encoding.UTF8.GetString(bytes);
                yield return Encoding.Unicode.GetString(bytes);
                yield return Encoding.Unicode.GetString(bytes.AsSpan(1));
            }
        }
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();
}
