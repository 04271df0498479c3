namespace FirstParty.Taxonomies;

/// <summary>
/// Where facts come from. The party lives here and nowhere else: the same age is zero-party from a survey, first-party from a club card and
/// third-party from a broker. Immutable and thread-safe; compared by value.
/// </summary>
public sealed record SourceDefinition
{
    /// <summary>The longest name, in UTF-16 characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>
    /// The name of the source that facts have when the host's own code names none: <c>server</c>. It is registered from the start, as
    /// first-party, and can be registered otherwise.
    /// </summary>
    public const string Server = "server";

    /// <summary>
    /// The name of the source that the collector gives to what browsers send: <c>web</c>. It is registered from the start, as first-party, and
    /// can be registered otherwise.
    /// </summary>
    public const string Web = "web";

    /// <summary>A source of a party; say the rest in an initialiser or a <c>with</c> expression.</summary>
    /// <param name="name">Its name, such as <c>web</c>, 1 to <see cref="MaxNameLength"/> characters. Case-sensitive.</param>
    /// <param name="party">Who hands the facts over.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long.</exception>
    public SourceDefinition(string name, Party party)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException($"A source's name has at most {MaxNameLength} characters.", nameof(name));
        }

        Name = name;
        Party = party;
        DefaultExplicitness = party switch
        {
            Party.Zero => Explicitness.Explicit,
            Party.Third => Explicitness.Inferred,
            _ => Explicitness.Implicit,
        };
        StaleAfter = party >= Party.Second ? DefaultStaleAfter : null;
    }

    /// <summary>The age at which a second- or third-party snapshot counts as stale unless the source says otherwise: 365 days.</summary>
    public static TimeSpan DefaultStaleAfter { get; } = TimeSpan.FromDays(365);

    /// <summary>The source's name. Case-sensitive.</summary>
    public string Name { get; }

    /// <summary>Who hands the facts over.</summary>
    public Party Party { get; }

    /// <summary>
    /// How facts from here came to be known when they do not say so themselves. By default explicit from the person, inferred from third
    /// parties, implicit otherwise.
    /// </summary>
    public Explicitness DefaultExplicitness { get; init; }

    /// <summary>The agreement under which the data is received, such as a contract number. Required of second and third parties.</summary>
    public string? AgreementReference { get; init; }

    /// <summary>Where the person is told that the data was obtained elsewhere. Required of second and third parties.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 14</seealso>
    public string? NoticeReference { get; init; }

    /// <summary>Who decides why and how the data at this source is processed. The host's own controllership by default.</summary>
    public ControllerRole Role { get; init; }

    /// <summary>The country that the data comes from, ISO 3166-1 alpha-2 in upper case, or null when not stated.</summary>
    public string? Country { get; init; }

    /// <summary>The age at which a fact from here is stale, or null for never. Positive.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>Whether a fact from here has reached the age at which it is stale.</summary>
    /// <param name="observedAt">When the fact was observed. UTC.</param>
    /// <param name="now">The instant that it is judged at. UTC.</param>
    public bool IsStale(DateTimeOffset observedAt, DateTimeOffset now) => StaleAfter is { } limit && now - observedAt >= limit;

    /// <summary>The name. Safe in a log.</summary>
    public override string ToString() => Name;
}
