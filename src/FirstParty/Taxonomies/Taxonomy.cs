using System.Collections.Frozen;
using FirstParty.Taxonomies.Scanning;

namespace FirstParty.Taxonomies;

/// <summary>
/// All that is known about what data is: the sources, events and traits by name. Made by a <see cref="TaxonomyBuilder"/>. Immutable but for
/// its counts, and thread-safe; classifying allocates nothing.
/// </summary>
public sealed class Taxonomy
{
    private readonly FrozenDictionary<string, SourceDefinition> _sources;
    private readonly FrozenDictionary<string, EventDefinition> _events;
    private readonly FrozenDictionary<string, AttributeDefinition> _traits;
    private readonly Lazy<NameSuggester> _eventNames;
    private readonly Lazy<NameSuggester> _traitNames;
    private long _rejected;
    private long _quarantined;
    private long _accepted;

    internal Taxonomy(
        IReadOnlyDictionary<string, SourceDefinition> sources,
        IReadOnlyDictionary<string, EventDefinition> events,
        IReadOnlyDictionary<string, AttributeDefinition> traits,
        (UnknownKeyPolicy Policy, Sensitivity Sensitivity) unknown,
        FreeTextScanner scanner)
    {
        _sources = sources.ToFrozenDictionary(StringComparer.Ordinal);
        _events = events.ToFrozenDictionary(StringComparer.Ordinal);
        _traits = traits.ToFrozenDictionary(StringComparer.Ordinal);
        _eventNames = new(() => new NameSuggester(_events.Keys));
        _traitNames = new(() => new NameSuggester(_traits.Keys));
        (UnknownKeys, UnknownSensitivity) = unknown;
        Scanner = scanner;
    }

    /// <summary>The registered sources by name.</summary>
    public IReadOnlyDictionary<string, SourceDefinition> Sources => _sources;

    /// <summary>The known events by wire name.</summary>
    public IReadOnlyDictionary<string, EventDefinition> Events => _events;

    /// <summary>The known traits by wire name.</summary>
    public IReadOnlyDictionary<string, AttributeDefinition> Traits => _traits;

    /// <summary>What becomes of names that are not known.</summary>
    public UnknownKeyPolicy UnknownKeys { get; }

    /// <summary>The sensitivity of what is accepted as unclassified. At least Personal.</summary>
    public Sensitivity UnknownSensitivity { get; }

    /// <summary>The scanner that raises the sensitivity of facts by what their text reveals.</summary>
    public FreeTextScanner Scanner { get; }

    /// <summary>How many unknown names were met so far.</summary>
    public UnknownKeyCounts UnknownCounts =>
        new(Interlocked.Read(ref _rejected), Interlocked.Read(ref _quarantined), Interlocked.Read(ref _accepted));

    /// <summary>Classifies an event.</summary>
    /// <param name="source">The name of the source that sent it.</param>
    /// <param name="name">The event's name, such as <c>Order Completed</c> or <c>Page Viewed</c>.</param>
    /// <param name="explicitness">How it came to be known if the event says so itself. Null takes the less direct of the source's default
    /// and what is typical of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="name"/> is null.</exception>
    public Classification ClassifyEvent(string source, string name, Explicitness? explicitness = null)
    {
        if (!_sources.TryGetValue(source, out var giver))
        {
            return UnknownSource();
        }

        return _events.TryGetValue(name, out var definition)
            ? Classified(giver, definition, explicitness ?? LessDirect(giver.DefaultExplicitness, definition.TypicalExplicitness))
            : Unknown(giver, DataKind.Quantitative, ClassificationProblem.UnknownEvent, explicitness);
    }

    /// <summary>Classifies a trait.</summary>
    /// <param name="source">The name of the source that sent it.</param>
    /// <param name="name">The trait's name, such as <c>email</c>.</param>
    /// <param name="explicitness">How it came to be known if the fact says so itself. Null takes the source's default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="name"/> is null.</exception>
    public Classification ClassifyTrait(string source, string name, Explicitness? explicitness = null)
    {
        if (!_sources.TryGetValue(source, out var giver))
        {
            return UnknownSource();
        }

        return _traits.TryGetValue(name, out var definition)
            ? Classified(giver, definition, explicitness ?? giver.DefaultExplicitness)
            : Unknown(giver, DataKind.Identity, ClassificationProblem.UnknownTrait, explicitness);
    }

    /// <summary>The known event name that an unknown one was probably meant to be, or null. Not for the hot path.</summary>
    public string? SuggestEvent(string name) => _eventNames.Value.Suggest(name);

    /// <summary>The known trait name that an unknown one was probably meant to be, or null. Not for the hot path.</summary>
    public string? SuggestTrait(string name) => _traitNames.Value.Suggest(name);

    /// <summary>
    /// The party that a fact is stored under: its source's, except that what the person did not state themselves is first-party at the
    /// most direct, never zero-party.
    /// </summary>
    public static Party EffectiveParty(Party source, Explicitness explicitness) =>
        source == Party.Zero && explicitness != Explicitness.Explicit ? Party.First : source;

    private static Explicitness LessDirect(Explicitness ofSource, Explicitness? typical) =>
        typical is { } usual && usual > ofSource ? usual : ofSource;

    private static Classification Classified(SourceDefinition source, DataDefinition definition, Explicitness explicitness) => new()
    {
        Outcome = ClassificationOutcome.Classified,
        Definition = definition,
        Source = source,
        Party = EffectiveParty(source.Party, explicitness),
        Explicitness = explicitness,
        Kind = definition.Kind,
        Sensitivity = definition.Sensitivity,
        SpecialCategories = definition.SpecialCategories,
        HoldsNationalId = definition.Sensitivity == Sensitivity.NationalId,
    };

    private Classification Unknown(SourceDefinition source, DataKind kind, ClassificationProblem problem, Explicitness? stated)
    {
        var explicitness = stated ?? LessDirect(source.DefaultExplicitness, Explicitness.Implicit);
        return new()
        {
            Outcome = CountUnknown(),
            Problem = problem,
            Source = source,
            Party = EffectiveParty(source.Party, explicitness),
            Explicitness = explicitness,
            Kind = kind,
            Sensitivity = UnknownSensitivity,
        };
    }

    private ClassificationOutcome CountUnknown()
    {
        switch (UnknownKeys)
        {
            case UnknownKeyPolicy.Accept:
                Interlocked.Increment(ref _accepted);
                return ClassificationOutcome.Unclassified;
            case UnknownKeyPolicy.Reject:
                Interlocked.Increment(ref _rejected);
                return ClassificationOutcome.Rejected;
            default:
                Interlocked.Increment(ref _quarantined);
                return ClassificationOutcome.Quarantined;
        }
    }

    private Classification UnknownSource()
    {
        Interlocked.Increment(ref _rejected);
        return new()
        {
            Problem = ClassificationProblem.UnknownSource,
            Party = Party.Third,
            Explicitness = Explicitness.Inferred,
            Sensitivity = UnknownSensitivity,
        };
    }
}
