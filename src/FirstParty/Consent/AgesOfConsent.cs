using System.Collections.Frozen;

namespace FirstParty.Consent;

/// <summary>
/// From which age a child may consent to information society services alone, by country. Where the table is silent, 16. Hosts check the ages of
/// the countries they serve and replace what has changed: <see cref="With"/>. Immutable.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 8(1)</seealso>
public sealed class AgesOfConsent
{
    /// <summary>The age where no law lowers it: 16.</summary>
    public const int Default = 16;

    private readonly FrozenDictionary<string, int> _ages;

    private AgesOfConsent(IEnumerable<KeyValuePair<string, int>> ages) => _ages = ages.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The ages as far as they are known to this version of the library; where sources differ, the higher.</summary>
    /// <seealso href="https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52020SC0115">SWD(2020) 115, on article 8</seealso>
    public static AgesOfConsent Standard { get; } = new(new Dictionary<string, int>
    {
        ["BE"] = 13, ["EE"] = 13, ["FI"] = 13, ["GB"] = 13, ["LV"] = 13, ["MT"] = 13, ["NO"] = 13, ["PT"] = 13, ["SE"] = 13,
        ["AT"] = 14, ["BG"] = 14, ["CY"] = 14, ["ES"] = 14, ["IT"] = 14, ["LT"] = 14,
        ["CZ"] = 15, ["DK"] = 15, ["FR"] = 15, ["GR"] = 15,
        ["DE"] = 16, ["HR"] = 16, ["HU"] = 16, ["IE"] = 16, ["LU"] = 16, ["NL"] = 16, ["PL"] = 16, ["RO"] = 16, ["SK"] = 16,
    });

    /// <summary>The age for an ISO 3166-1 country or 3166-2 subdivision, the subdivision's country included; null gives 16.</summary>
    public int In(string? jurisdiction)
    {
        if (jurisdiction is null)
        {
            return Default;
        }

        return _ages.TryGetValue(jurisdiction, out var age) ? age
            : jurisdiction.IndexOf('-', StringComparison.Ordinal) is var cut and > 0 && _ages.TryGetValue(jurisdiction[..cut], out age) ? age
            : Default;
    }

    /// <summary>A table in which one country or subdivision has another age.</summary>
    /// <exception cref="ArgumentException"><paramref name="jurisdiction"/> is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="age"/> is below 0 or above 21.</exception>
    public AgesOfConsent With(string jurisdiction, int age)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jurisdiction);
        ArgumentOutOfRangeException.ThrowIfNegative(age);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(age, 21);
        return new AgesOfConsent(_ages.Where(entry => entry.Key != jurisdiction).Append(new(jurisdiction, age)));
    }
}
