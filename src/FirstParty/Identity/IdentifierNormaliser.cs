using FirstParty.Identity.Text;

namespace FirstParty.Identity;

/// <summary>
/// How the values of a namespace are brought to one form, so that equal people are equal text. Each begins with Unicode's form KC (of version 17.0,
/// whatever the host runs on) and takes white space off both ends; those that come with the library then take off quotes round the whole. Pure and
/// thread-safe. Raise the version when the result changes for any value: the rules have another fingerprint then, and a rebuild heals the past.
/// </summary>
/// <seealso href="https://www.unicode.org/reports/tr15/">UAX 15</seealso>
public sealed class IdentifierNormaliser
{
    private static readonly string[] Quotes = ["\"\"", "\'\'", "\u201C\u201D", "\u2018\u2019"];

    private readonly Func<string, string, string?> _apply;

    private IdentifierNormaliser(string name, int version, Func<string, string, string?> apply) =>
        (Name, Version, _apply) = (name, version, apply);

    /// <summary>Changes nothing else. Leading zeros and case stay.</summary>
    public static IdentifierNormaliser None { get; } = new("none", 2, (value, _) => Unquote(value));

    /// <summary>Lower-cases by the invariant culture.</summary>
    public static IdentifierNormaliser Lower { get; } = new("lower", 2, (value, _) => LowerCase(value));

    /// <summary>A UUID in any of its common notations becomes lower case with hyphens; anything else is lower-cased.</summary>
    public static IdentifierNormaliser Guid { get; } = new("guid", 2, (value, _) =>
        System.Guid.TryParse(Unquote(value), out var guid) ? guid.ToString("D") : LowerCase(value));

    /// <summary>
    /// An e-mail address in lower case, its domain in ASCII (IDNA); <c>mailto:</c> is dropped. Dots and <c>+tags</c> stay: folding them merges
    /// strangers.
    /// </summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc5891">RFC 5891</seealso>
    public static IdentifierNormaliser Email { get; } = new("email", 2, (value, _) => EmailAddress.Normalise(LowerCase(value)));

    /// <summary>A telephone number in E.164; a national number is read in the rules' region, digits of any script as what they stand for.</summary>
    /// <seealso href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</seealso>
    public static IdentifierNormaliser Phone { get; } = new("phone", 2, (value, region) => PhoneNumber.Normalise(Unquote(value), region));

    /// <summary>The name, part of the fingerprint of the rules.</summary>
    public string Name { get; }

    /// <summary>The version of its outcome, from 1.</summary>
    public int Version { get; }

    /// <summary>The host's own form, such as a national personal number.</summary>
    /// <param name="name">A name of its own.</param>
    /// <param name="version">From 1; raised when the outcome changes for any value.</param>
    /// <param name="apply">Trimmed text in form KC to its one form, or null when it is not a value of this namespace. Pure; must not throw.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or <paramref name="version"/> below 1.</exception>
    public static IdentifierNormaliser Of(string name, int version, Func<string, string?> apply)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        ArgumentNullException.ThrowIfNull(apply);
        return new IdentifierNormaliser(name, version, (value, _) => apply(value));
    }

    /// <summary>The one form of a value, or null when it is not a value of this namespace.</summary>
    /// <param name="value">The text; white space round it is ignored.</param>
    /// <param name="region">Two letters of ISO 3166-1 by which national numbers are read.</param>
    public string? Normalise(string value, string region)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(region);
        return _apply(Nfkc.Normalise(value).Trim(), region);
    }

    private static string Unquote(string text) =>
        text.Length > 2 && IsQuoted(text) ? text[1..^1].Trim() : text;

    private static bool IsQuoted(string text)
    {
        foreach (var pair in Quotes)
        {
            if (text[0] == pair[0] && text[^1] == pair[1])
            {
                return true;
            }
        }

        return false;
    }

    // A letter in lower case may compose where the capital did not.
    private static string LowerCase(string text) => Nfkc.Normalise(Unquote(text).ToLowerInvariant());

    /// <summary>The name and the version.</summary>
    public override string ToString() => $"{Name}/{Version}";
}
