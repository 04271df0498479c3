using System.Diagnostics.CodeAnalysis;
using FirstParty.Taxonomies.Scanning;

namespace FirstParty.Taxonomies;

/// <summary>
/// Says what a host's data is. The standard catalogue and the names of the Segment spec are known from the start; a name that is defined
/// here takes the place of theirs. Every call may be repeated with the same arguments. Mistakes are collected and reported together when
/// the taxonomy is built. Not thread-safe.
/// </summary>
/// <example><code>
/// new TaxonomyBuilder()
///     .Source("web", Party.First)
///     .Trait("favouriteTea", DataKind.Qualitative, purpose: "personalisation")
///     .Trait("income", DataKind.Descriptive, refine: trait => trait with { Sensitivity = Sensitivity.Confidential })
///     .Event("Köp genomfört", Standard.Commerce.Order.Placed)
/// </code></example>
public sealed class TaxonomyBuilder
{
    private readonly Dictionary<string, SourceDefinition> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventDefinition> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeDefinition> _traits = new(StringComparer.Ordinal);
    private readonly List<TaxonomyMistake> _mistakes = [];
    private (UnknownKeyPolicy Policy, Sensitivity Sensitivity) _unknown = (UnknownKeyPolicy.Quarantine, Sensitivity.Confidential);
    private FreeTextScanner _scanner = FreeTextScanner.Default;
    private bool _standard = true;

    /// <summary>Defines a trait by what it says about a person.</summary>
    /// <param name="name">Its name on the wire, such as <c>favouriteTea</c>. Case-sensitive.</param>
    /// <param name="kind">What it says.</param>
    /// <param name="purpose">The id of the purpose it is collected for, or null when it may be held without asking.</param>
    /// <param name="refine">What else there is to say; null for nothing.</param>
    /// <remarks>
    /// A name that the standard catalogue knows as of that kind keeps its key and everything that is not said here; of another kind it is
    /// the host's own, and no less sensitive.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long.</exception>
    public TaxonomyBuilder Trait(
        string name, DataKind kind, string? purpose = null, Func<AttributeDefinition, AttributeDefinition>? refine = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var known = StandardNames.Trait(name, kind);
        return Add(_traits, name, (refine?.Invoke(known) ?? known) with { Purpose = purpose ?? known.Purpose });
    }

    /// <summary>Defines a trait as one of the catalogue's, or as another definition of the host's.</summary>
    /// <param name="name">Its name on the wire. Case-sensitive.</param>
    /// <param name="definition">What it is, such as <c>Standard.Demographics.Income</c>.</param>
    /// <param name="purpose">The id of the purpose it is collected for; null takes the definition's.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long, or <paramref name="definition"/> is null.</exception>
    public TaxonomyBuilder Trait(string name, AttributeDefinition definition, string? purpose = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Add(_traits, name, purpose is null ? definition : definition with { Purpose = purpose });
    }

    /// <summary>Defines an event by what it says about a person.</summary>
    /// <param name="name">Its name on the wire, such as <c>Order Completed</c>. Case-sensitive.</param>
    /// <param name="kind">What it says.</param>
    /// <param name="purpose">The id of the purpose it is collected for, or null when it may be held without asking.</param>
    /// <param name="refine">What else there is to say, such as its schema; null for nothing.</param>
    /// <remarks>
    /// A name that the standard catalogue knows as of that kind keeps its key and everything that is not said here; of another kind it is
    /// the host's own, and no less sensitive.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long.</exception>
    public TaxonomyBuilder Event(
        string name, DataKind kind, string? purpose = null, Func<EventDefinition, EventDefinition>? refine = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var known = StandardNames.Event(name, kind);
        return Add(_events, name, (refine?.Invoke(known) ?? known) with { Purpose = purpose ?? known.Purpose });
    }

    /// <summary>Defines an event as one of the catalogue's, or as another definition of the host's.</summary>
    /// <param name="name">Its name on the wire. Case-sensitive.</param>
    /// <param name="definition">What it is, such as <c>Standard.Commerce.Order.Placed</c>.</param>
    /// <param name="purpose">The id of the purpose it is collected for; null takes the definition's.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long, or <paramref name="definition"/> is null.</exception>
    public TaxonomyBuilder Event(string name, EventDefinition definition, string? purpose = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Add(_events, name, purpose is null ? definition : definition with { Purpose = purpose });
    }

    /// <summary>Registers a source of facts. <see cref="SourceDefinition.Server"/> and <see cref="SourceDefinition.Web"/> are registered already, as first-party.</summary>
    /// <param name="name">Its name, such as <c>web</c>. Case-sensitive.</param>
    /// <param name="party">Who hands the facts over.</param>
    /// <param name="refine">What else there is to say; of a second or third party at least the agreement and the notice.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, blank or too long.</exception>
    public TaxonomyBuilder Source(string name, Party party, Func<SourceDefinition, SourceDefinition>? refine = null)
    {
        var source = new SourceDefinition(name, party);
        return Source(refine?.Invoke(source) ?? source);
    }

    /// <summary>Registers a source of facts.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public TaxonomyBuilder Source(SourceDefinition source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Put(_sources, source.Name, source);
        return this;
    }

    /// <summary>Says what becomes of events and traits that nobody defined. They are quarantined by default.</summary>
    /// <param name="policy">What becomes of them.</param>
    /// <param name="sensitivity">The sensitivity of those accepted. Confidential by default; NonPersonal is a mistake.</param>
    public TaxonomyBuilder UnknownKeys(UnknownKeyPolicy policy, Sensitivity sensitivity = Sensitivity.Confidential)
    {
        _unknown = (policy, sensitivity);
        return this;
    }

    /// <summary>Leaves the standard catalogue out, so that only what is defined here is known; the names of the six calls stay known.</summary>
    public TaxonomyBuilder WithoutStandardCatalogue()
    {
        _standard = false;
        return this;
    }

    /// <summary>Scans facts with this scanner instead of <see cref="FreeTextScanner.Default"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="scanner"/> is null.</exception>
    public TaxonomyBuilder Scanner(FreeTextScanner scanner)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        _scanner = scanner;
        return this;
    }

    /// <summary>Builds the taxonomy, or says everything that is wrong with it.</summary>
    /// <param name="taxonomy">The taxonomy, or null when there are mistakes.</param>
    /// <param name="mistakes">Every mistake, in a fixed order; empty when there are none.</param>
    public bool TryBuild([NotNullWhen(true)] out Taxonomy? taxonomy, out IReadOnlyList<TaxonomyMistake> mistakes)
    {
        var found = new List<TaxonomyMistake>(_mistakes);
        found.AddRange(_sources.Values.SelectMany(TaxonomyRules.MistakesIn));
        found.AddRange(_events.SelectMany(pair => TaxonomyRules.MistakesIn(pair.Key, pair.Value)));
        found.AddRange(_traits.SelectMany(pair => TaxonomyRules.MistakesIn(pair.Key, pair.Value)));
        found.AddRange(TaxonomyRules.DividedParents(_traits));
        found.AddRange(TaxonomyRules.ConflictingKeys([.. Pairs(_events), .. Pairs(_traits)]));
        if (_unknown.Sensitivity == Sensitivity.NonPersonal)
        {
            found.Add(new("unknown keys", "What is not known can be personal; name a sensitivity of at least Personal."));
        }

        mistakes = [.. found.Distinct().OrderBy(mistake => mistake.Name, StringComparer.Ordinal)];
        taxonomy = found.Count > 0 ? null : new Taxonomy(
            Layer(
                new()
                {
                    [SourceDefinition.Server] = new(SourceDefinition.Server, Party.First),
                    [SourceDefinition.Web] = new(SourceDefinition.Web, Party.First),
                },
                _sources),
            Layer(_standard ? StandardNames.Events : StandardNames.Calls, _events),
            StandardNames.WithParents(Layer(_standard ? StandardNames.Traits : new(), _traits)),
            _unknown,
            _scanner);
        return taxonomy is not null;
    }

    /// <summary>Builds the taxonomy.</summary>
    /// <exception cref="InvalidOperationException">There are mistakes; the message lists all of them.</exception>
    public Taxonomy Build() => TryBuild(out var taxonomy, out var mistakes)
        ? taxonomy
        : throw new InvalidOperationException(
            $"The taxonomy has {mistakes.Count} mistake(s):\n{string.Join('\n', mistakes.Select(mistake => $"- {mistake}"))}");

    private static IEnumerable<(string, DataDefinition)> Pairs<T>(Dictionary<string, T> definitions)
        where T : DataDefinition => definitions.Select(pair => (pair.Key, (DataDefinition)pair.Value));

    private static Dictionary<string, T> Layer<T>(Dictionary<string, T> below, Dictionary<string, T> above)
    {
        var layered = new Dictionary<string, T>(below, StringComparer.Ordinal);
        foreach (var (name, definition) in above)
        {
            layered[name] = definition;
        }

        return layered;
    }

    private TaxonomyBuilder Add<T>(Dictionary<string, T> definitions, string name, T definition)
        where T : DataDefinition
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > DataDefinition.MaxKeyLength)
        {
            throw new ArgumentException($"A name has at most {DataDefinition.MaxKeyLength} characters.", nameof(name));
        }

        Put(definitions, name, definition);
        return this;
    }

    private void Put<T>(Dictionary<string, T> known, string name, T definition)
        where T : class
    {
        if (!known.TryAdd(name, definition) && !known[name].Equals(definition))
        {
            _mistakes.Add(new(name, "It is defined twice, differently; keep one of the definitions."));
        }
    }
}
