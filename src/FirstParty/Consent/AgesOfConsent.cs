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

    /// <summary>The ages as far as they are known to this version of the library.</summary>
    public static AgesOfConsent Standard { get; } = new(new Dictionary<string, int>
    {
        ["DE"] = 16, ["DK"] = 15, ["FI"] = 13, ["FR"] = 15, ["NL"] = 16, ["NO"] = 13, ["SE"] = 13,
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
