using System.Collections.Immutable;
using FirstParty.Taxonomies;

namespace FirstParty.Consent;

/// <summary>
/// What personal data is used for, on which basis, and within which limits. Every read, segment and fact names one. Immutable; what is wrong
/// with a definition is said by <see cref="PurposeRegistry"/>, all at once.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 5(1)(b), 6, 30</seealso>
public sealed record Purpose
{
    private readonly ConsentRegime? _regime;
    private readonly Sensitivity? _maxSensitivity;

    /// <summary>A purpose with the strict defaults: all parties, sensitivity up to confidential, no device access, no expiry.</summary>
    /// <param name="id">Such as <c>marketing.email</c>: 1 to 128 letters, digits, dots, hyphens and underscores. Compared ordinally.</param>
    /// <param name="lawfulBasis">The basis in law.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is null or blank.</exception>
    public Purpose(string id, LawfulBasis lawfulBasis)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Id = id;
        LawfulBasis = lawfulBasis;
    }

    /// <summary>The id, compared ordinally.</summary>
    public string Id { get; }

    /// <summary>The basis in law.</summary>
    public LawfulBasis LawfulBasis { get; init; }

    /// <summary>The definition's version, from 1. A new recipient, category or retention is a new version and a material change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What people are told it is called, by BCP 47 language; without one the id is shown.</summary>
    public ImmutableSortedDictionary<string, string> Titles { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// What the answer is before the person has said anything: by default what the basis implies. Device access makes it
    /// <see cref="ConsentRegime.OptIn"/> whatever is set here.
    /// </summary>
    public ConsentRegime Regime
    {
        get => DeviceAccess ? ConsentRegime.OptIn : _regime ?? DefaultRegime;
        init => _regime = value;
    }

    /// <summary>Whether it stores on or reads from the person's device without that being strictly necessary.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/dir/2002/58/oj">ePrivacy 5(3)</seealso>
    public bool DeviceAccess { get; init; }

    /// <summary>Whether it is direct marketing: an objection is absolute, on any basis.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 21(2), (3)</seealso>
    public bool DirectMarketing { get; init; }

    /// <summary>Whether it is advertising based on profiling, which no known minor may be shown.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2022/2065/oj">DSA 28(2)</seealso>
    public bool ProfilingForAds { get; init; }

    /// <summary>Whether it decides automatically with legal or similarly significant effect; such a grant must be explicit.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 22</seealso>
    public bool AutomatedDecision { get; init; }

    /// <summary>Whether everybody is known to have been given notice, for example by the terms of a contract. Counts under an objection regime.</summary>
    public bool NoticeGiven { get; init; }

    /// <summary>
    /// Whether it is direct marketing of similar products to customers, which may begin without consent if they were told at the sale and could say no: an
    /// <see cref="ConsentAct.Asked"/> record is that notice, and any refusal ends it. Never the default: the host vouches for the sale.
    /// </summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/dir/2002/58/oj">ePrivacy 13(2)</seealso>
    public bool SoftOptIn { get; init; }

    /// <summary>
    /// The taxonomy keys or fideslang categories that it may see, each with all below it (<c>user.contact</c>); empty means all within its other limits.
    /// </summary>
    /// <remarks>
    /// Empty is the default because a grant of this purpose is itself the permission to use, for it, what the shop holds: what people were told when they
    /// agreed is the host's text, which the library cannot read. What was collected for another purpose is seen only while that one is permitted too. State the
    /// categories, or <see cref="OwnDataOnly"/>, wherever the text names less than everything, and for a purpose that nobody is asked for, such as a
    /// contract's, wherever it needs less (GDPR 5(1)(b)).
    /// </remarks>
    public ImmutableArray<string> AllowedCategories { get; init; } = [];

    /// <summary>
    /// Whether it sees only what was collected for it, by the definition's <see cref="DataDefinition.Purpose"/> and by the consent that let it in, if one did: the
    /// strictest reading of purpose limitation.
    /// </summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 5(1)(b)</seealso>
    public bool OwnDataOnly { get; init; }

    /// <summary>
    /// The most sensitive facts that it may see. By default <see cref="Sensitivity.Confidential"/>, or as far as the declared
    /// <see cref="CriminalOffenceAuthority"/>, <see cref="NationalIdJustification"/> or <see cref="Article9Ground"/> reaches.
    /// </summary>
    public Sensitivity MaxSensitivity
    {
        get => _maxSensitivity ?? DefaultMaxSensitivity;
        init => _maxSensitivity = value;
    }

    /// <summary>The parties whose facts it may see; by default all.</summary>
    public ImmutableArray<Party> AllowedParties { get; init; } = [Party.Zero, Party.First, Party.Second, Party.Third];

    /// <summary>Who receives the data, for notices and records of processing; empty means nobody but the controller.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>How long the data is kept for it; null means until the purpose ends.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How long a grant lasts; null means until it is withdrawn.</summary>
    public TimeSpan? Validity { get; init; }

    /// <summary>A wider purpose whose refusal also refuses this one; its grant grants nothing here. Null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>The ground, other than explicit consent, for special categories; null for none.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 9(2)</seealso>
    public Article9Ground? Article9Ground { get; init; }

    /// <summary>Why a national identification number is needed; null means that it is not, and none is let in.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 87</seealso>
    public string? NationalIdJustification { get; init; }

    /// <summary>The law that authorises processing criminal offences; null for none.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 10</seealso>
    public string? CriminalOffenceAuthority { get; init; }

    /// <summary>Grounds that override an objection; null for none. Never override one to direct marketing.</summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 21(1)</seealso>
    public string? CompellingGrounds { get; init; }

    /// <summary>What it is called in other vocabularies.</summary>
    public PurposeMapping Mapping { get; init; } = PurposeMapping.None;

    private ConsentRegime DefaultRegime => LawfulBasis switch
    {
        LawfulBasis.Consent => ConsentRegime.OptIn,
        LawfulBasis.LegitimateInterests or LawfulBasis.PublicTask => ConsentRegime.Objection,
        _ => ConsentRegime.None,
    };

    private Sensitivity DefaultMaxSensitivity =>
        Article9Ground is not null ? Sensitivity.SpecialCategory
        : NationalIdJustification is not null ? Sensitivity.NationalId
        : CriminalOffenceAuthority is not null ? Sensitivity.CriminalOffence
        : Sensitivity.Confidential;

    /// <summary>The title in a language, or in any language of its tag's prefix, or the id.</summary>
    public string TitleIn(string? locale)
    {
        for (var tag = locale; !string.IsNullOrEmpty(tag); tag = tag.LastIndexOf('-') is var cut and > 0 ? tag[..cut] : null)
        {
            if (Titles.TryGetValue(tag, out var title))
            {
                return title;
            }
        }

        return Titles.GetValueOrDefault("en", Id);
    }
}
