using System.Buffers;
using System.Text;

namespace FirstParty.PostgreSql.Native;

/// <summary>
/// Any text as one that PostgreSQL can hold: its <c>text</c> has no U+0000. That one is escaped by U+0001, which escapes itself; half a surrogate pair
/// becomes U+FFFD, as in every UTF-8.
/// </summary>
internal static class SafeText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\0\u0001");

    public static string Write(string text)
    {
        var whole = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return whole.AsSpan().IndexOfAny(Escaped) < 0
            ? whole
            : whole.Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\0", "\u00010", StringComparison.Ordinal);
    }

    public static string Read(string stored) => !stored.Contains('\u0001', StringComparison.Ordinal)
        ? stored
        : stored.Replace("\u00010", "\0", StringComparison.Ordinal).Replace("\u00011", "\u0001", StringComparison.Ordinal);
}
