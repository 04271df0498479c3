using System.Collections.Immutable;

namespace FirstParty.Taxonomies;

/// <summary>
/// What a kind of data is, whoever hands it over: the axes of classification that belong to the key. Immutable and thread-safe;
/// compared by value. Refine one with a <c>with</c> expression.
/// </summary>
public abstract record DataDefinition
{
    /// <summary>The longest key, in UTF-16 characters.</summary>
    public const int MaxKeyLength = 128;

    private protected DataDefinition(string key, DataKind kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (key.Length > MaxKeyLength)
        {
            throw new ArgumentException($"A key has at most {MaxKeyLength} characters.", nameof(key));
        }

        Key = key;
        Kind = kind;
    }

    /// <summary>
    /// The classification key: of the catalogue a dotted one such as <c>commerce.order.placed</c>, of a host's own definition the name it
    /// was registered under. It says what the thing is, not what it is called on the wire. Case-sensitive.
    /// </summary>
    public string Key { get; }

    /// <summary>What the data says about a person.</summary>
    public DataKind Kind { get; init; }

    /// <summary>How much harm the data can do; a fact's own can be raised above it, never lowered. Personal by default.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Personal;

    /// <summary>The special categories of GDPR 9(1) that the data falls in. None by default; any at all requires
    /// <see cref="Sensitivity.SpecialCategory"/>.</summary>
    public SpecialCategories SpecialCategories { get; init; }

    /// <summary>How far the data's shape is fixed beforehand. Structured by default.</summary>
    public DataStructure Structure { get; init; } = DataStructure.Structured;

    /// <summary>How processed the data is. By default events are available in real time and attributes are raw.</summary>
    public DataForm Form { get; init; }

    /// <summary>The part of a marketing persona that the data fills in. None by default.</summary>
    public PersonaClass PersonaClass { get; init; }

    /// <summary>The nearest data category of the fideslang taxonomy, or null when it has none.</summary>
    /// <seealso href="https://ethyca.github.io/fideslang/">fideslang</seealso>
    public string? Fideslang { get; init; }

    /// <summary>Whether California counts the data as sensitive personal information; not the same set as GDPR 9.</summary>
    /// <seealso href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&amp;sectionNum=1798.140.">Cal. Civ. Code §1798.140(ae)</seealso>
    public bool CaliforniaSensitive { get; init; }

    /// <summary>The id of the purpose that the data is collected for, or null when the data may be held without asking.</summary>
    /// <remarks>
    /// A change holds for what is read and collected from then on, and can only narrow what is stored: a fact that a consent let in needs, besides the permission of
    /// the purpose named here, that of the purpose which the consent was given for, which has to be registered still. So neither another purpose here, nor none, nor
    /// a definition that is gone shows what somebody refused. What came in without a consent, because its purpose rests on another basis, is bound by the purpose
    /// named here alone: keep the definition, and its purpose, for as long as the data is kept.
    /// </remarks>
    public string? Purpose { get; init; }

    /// <summary>How long the data is kept after it occurred, or null when only the purpose limits it. Positive.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>The version of this definition, from 1 up. A change of kind, sensitivity or special categories is a new version.</summary>
    public int Version { get; init; } = 1;

    /// <summary>
    /// Why a national identification number may be held: the purpose, or the importance of a secure identification. Required of a
    /// definition with <see cref="Sensitivity.NationalId"/>; null elsewhere.
    /// </summary>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 87</seealso>
    public string? NationalIdJustification { get; init; }

    /// <summary>
    /// What the value is, in a word: <c>LineItem</c>, <c>string(E.164)</c>. For documentation; nothing is checked against it.
    /// </summary>
    public string? ValueName { get; init; }

    /// <summary>The party that such data usually comes from. For documentation: a fact's party is that of its source.</summary>
    public Party TypicalParty { get; init; } = Party.First;

    /// <summary>
    /// How such data usually comes to be known, or null when nothing is usual. Of an event it is also the most direct that can be claimed
    /// unless the fact itself says otherwise: nobody <em>states</em> a page view.
    /// </summary>
    public Explicitness? TypicalExplicitness { get; init; }

    /// <summary>
    /// The names that the Segment spec gives such data, such as <c>Order Completed</c> or <c>firstName</c>; those in brackets are parts of
    /// the envelope, not names. Empty for a host's own definition, whose names are those it is registered under.
    /// </summary>
    public ImmutableArray<string> WireNames { get; init; } = [];

    /// <summary>The key. Safe in a log.</summary>
    public sealed override string ToString() => Key;
}
