using System.Globalization;

namespace FirstParty.Consent;

/// <summary>The version of a policy text: a new major is a material change that asks for consent again, a new minor is editorial.</summary>
/// <param name="Major">From 0.</param>
/// <param name="Minor">From 0.</param>
public readonly record struct PolicyVersion(int Major, int Minor)
{
    /// <summary>Writes <c>2.1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Reads <c>2.1</c> or <c>2</c>; false for anything else, null included.</summary>
    public static bool TryParse(string? text, out PolicyVersion version)
    {
        var parts = (text ?? "").Split('.');
        var minor = 0;
        if (parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor)))
        {
            version = new PolicyVersion(major, minor);
            return true;
        }

        version = default;
        return false;
    }
}
