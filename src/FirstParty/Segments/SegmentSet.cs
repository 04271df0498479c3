using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using FirstParty.Profiles;
using FirstParty.Segments.Evaluation;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// Definitions that were checked together: every reference resolves, none goes round in a circle, every rule is within
/// <see cref="RuleLimits"/>. Nothing that was accepted here fails at run time. Immutable and thread-safe.
/// </summary>
public sealed class SegmentSet
{
    private readonly ImmutableDictionary<string, SegmentDefinition> _byId;
    private readonly ImmutableDictionary<RfmRule, RfmScale> _scales;
    private readonly Lazy<CompiledSegments> _compiled;
    private readonly Lazy<Dictionary<string, string>> _revisions;

    private SegmentSet(ImmutableArray<SegmentDefinition> ordered, ImmutableDictionary<RfmRule, RfmScale> scales)
    {
        Definitions = ordered;
        _byId = ordered.ToImmutableDictionary(definition => definition.Id, StringComparer.Ordinal);
        _scales = scales;
        Dependencies = new SegmentDependencies(ordered);
        _compiled = new Lazy<CompiledSegments>(() => new CompiledSegments(this));
        _revisions = new Lazy<Dictionary<string, string>>(Revisions);
    }

    /// <summary>No segments.</summary>
    public static SegmentSet Empty { get; } = new([], ImmutableDictionary<RfmRule, RfmScale>.Empty);

    /// <summary>The definitions, each after those it refers to.</summary>
    public ImmutableArray<SegmentDefinition> Definitions { get; }

    /// <summary>Which segments a fact can touch.</summary>
    public SegmentDependencies Dependencies { get; }

    /// <summary>The segments compiled, once, when first asked for.</summary>
    public CompiledSegments Compiled => _compiled.Value;

    /// <summary>The definition of a segment.</summary>
    /// <exception cref="ArgumentException">There is no such segment.</exception>
    public SegmentDefinition this[string id] =>
        Find(id) ?? throw new ArgumentException("There is no such segment in this set.", nameof(id));

    /// <summary>The definition of a segment, or null when there is none.</summary>
    public SegmentDefinition? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Checks definitions and puts them together.</summary>
    /// <param name="definitions">The definitions, in any order.</param>
    /// <param name="vocabulary">The names to check against, or null for none.</param>
    /// <param name="warnings">Called for each warning, such as a trait that nobody defined; null to drop them.</param>
    /// <exception cref="ArgumentException">One or more definitions are refused; the message lists every reason.</exception>
    public static SegmentSet Create(
        IEnumerable<SegmentDefinition> definitions, SegmentVocabulary? vocabulary = null, Action<SegmentProblem>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        var (ordered, problems) = DefinitionChecker.Check([.. definitions], vocabulary);
        foreach (var warning in problems.Where(problem => !problem.IsError))
        {
            warnings?.Invoke(warning);
        }

        var errors = problems.Where(problem => problem.IsError).ToList();
        return errors.Count == 0
            ? new SegmentSet(ordered, ImmutableDictionary<RfmRule, RfmScale>.Empty)
            : throw new ArgumentException($"Segments were refused. {string.Join(" ", errors)}", nameof(definitions));
    }

    /// <summary>All problems that <see cref="Create"/> would refuse or warn of; empty when there are none.</summary>
    public static IReadOnlyList<SegmentProblem> Check(IEnumerable<SegmentDefinition> definitions, SegmentVocabulary? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        return DefinitionChecker.Check([.. definitions], vocabulary).Problems;
    }

    /// <summary>The same definitions with a scale for every rfm leaf of the same event, property and window.</summary>
    public SegmentSet WithScale(RfmRule rule, RfmScale scale)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(scale);
        return new SegmentSet(Definitions, _scales.SetItem(rule.Population, scale));
    }

    /// <summary>
    /// Evaluates segments for one person, all against the same instant. A segment with a purpose is evaluated over that purpose's view.
    /// </summary>
    /// <param name="views">Gives the person's view for a purpose, or for null the view that segments without a purpose see.</param>
    /// <param name="now">The instant.</param>
    /// <param name="only">The ids to evaluate, or null for all.</param>
    /// <returns>A verdict for each, in the order of <see cref="Definitions"/>.</returns>
    public IReadOnlyList<SegmentVerdict> EvaluateAll(
        Func<string?, ProfileView> views, DateTimeOffset now, IReadOnlySet<string>? only = null) => Compiled.EvaluateAll(views, now, only);

    /// <summary>The same definitions and scales with one added, or in the place of the one of its id.</summary>
    /// <exception cref="ArgumentException">Together they are refused; the message lists every reason.</exception>
    internal SegmentSet With(SegmentDefinition definition, SegmentVocabulary vocabulary) => new(
        Create(Definitions.Where(held => held.Id != definition.Id).Append(definition), vocabulary).Definitions, _scales);

    /// <summary>Sixteen hexadecimal digits of a hash over what decides membership: the definition, those it refers to, and their scales.</summary>
    internal string RevisionOf(string id) => _revisions.Value[id];

    private Dictionary<string, string> Revisions()
    {
        var revisions = new Dictionary<string, string>(Definitions.Length, StringComparer.Ordinal);
        foreach (var definition in Definitions)
        {
            var meaning = new StringBuilder(definition.Fingerprint());
            foreach (var leaf in RuleTree.Leaves(definition.When))
            {
                meaning.Append('\n').Append(leaf switch
                {
                    InSegmentRule other => revisions[other.Segment],
                    RfmRule rfm => ScaleOf(rfm)?.ToString(),
                    _ => null,
                });
            }

            revisions[definition.Id] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(meaning.ToString())))[..16];
        }

        return revisions;
    }

    internal RfmScale? ScaleOf(RfmRule rule) => _scales.GetValueOrDefault(rule.Population);
}
