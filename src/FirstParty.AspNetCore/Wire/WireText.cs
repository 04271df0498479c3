using System.Text;
using System.Text.Json;

namespace FirstParty.AspNetCore.Wire;

/// <summary>Text from a hostile wire: no NUL, no half of a surrogate pair, no exception.</summary>
internal static class WireText
{
    /// <summary>Whether the text token can be stored. The bytes must be known to be valid UTF-8; allocates only for <c>\u</c> escapes.</summary>
    public static bool IsStorable(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped || reader.ValueSpan.IndexOf("\\u"u8) < 0 || TryGet(ref reader, out _);

    /// <summary>The text of the token, or false when it holds NUL, a lone surrogate or invalid UTF-8.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString() ?? string.Empty;
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            text = string.Empty; // Not Unicode text.
            return false;
        }
    }

    /// <summary>Whether the property name is this one, however it is written: what is stored goes by the text, and so must what is read of it here.</summary>
    public static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? TryGet(ref reader, out var text) && text == Encoding.UTF8.GetString(name) : reader.ValueSpan.SequenceEqual(name);
}
