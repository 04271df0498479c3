using System.Text;

namespace FirstParty.Identity;

/// <summary>The one form of an e-mail address.</summary>
internal static class EmailAddress
{
    private const string Scheme = "mailto:";

    /// <param name="text">Trimmed, in lower case and form KC, without quotes.</param>
    public static string? Normalise(string text)
    {
        var value = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..].TrimStart() : text;
        var at = value.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at == value.Length - 1 || value.IndexOf('@', at + 1) >= 0 || value.Any(char.IsWhiteSpace))
        {
            return null;
        }

        return Ascii.IsValid(value.AsSpan(at)) ? value : $"{value[..at]}@{ToAsciiDomain(value[(at + 1)..])}";
    }

    // The runtime's own IDN mapping answers differently with and without ICU; the form of an identifier must not.
    private static string ToAsciiDomain(string domain) => string.Join('.', domain
        .Split('.', '\u3002', '\uFF0E', '\uFF61')
        .Select(label => Ascii.IsValid(label) ? label : "xn--" + Punycode.Encode(label)));
}
