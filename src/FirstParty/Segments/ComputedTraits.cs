using System.Collections.Frozen;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// Computed traits by name. Rules that test one are rewritten to test the events it is computed from, so that windows expire and flips are known as
/// with any other event leaf. Immutable and thread-safe.
/// </summary>
public sealed class ComputedTraits
{
    private readonly FrozenDictionary<string, ComputedTrait> _byName;

    /// <summary>Computed traits.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ComputedTraits(IEnumerable<ComputedTrait> traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        All = traits.ToValueList();
        if (All.Select(trait => trait.Name).Distinct(StringComparer.Ordinal).Count() < All.Count)
        {
            throw new ArgumentException("Two computed traits have the same name.", nameof(traits));
        }

        _byName = All.ToFrozenDictionary(trait => trait.Name, StringComparer.Ordinal);
    }

    /// <summary>The traits.</summary>
    public ValueList<ComputedTrait> All { get; }

    /// <summary>The definition with every test of a computed trait rewritten.</summary>
    /// <exception cref="ArgumentException">A test cannot be asked of the trait, or demands a provenance, which nothing computed has.</exception>
    public SegmentDefinition Expand(SegmentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition with { When = Expand(definition.When) };
    }

    /// <summary>The rule with every test of a computed trait rewritten.</summary>
    /// <exception cref="ArgumentException">A test cannot be asked of the trait, or demands a provenance, which nothing computed has.</exception>
    public SegmentRule Expand(SegmentRule rule) => rule switch
    {
        AllRule all => new AllRule(all.Rules.Select(Expand).ToValueList()),
        AnyRule any => new AnyRule(any.Rules.Select(Expand).ToValueList()),
        NotRule not => new NotRule(Expand(not.Rule)),
        AtLeastRule some => new AtLeastRule(some.Count, some.Rules.Select(Expand).ToValueList()),
        ScoreRule score => new ScoreRule(score.Parts.Select(part => new ScorePart(Expand(part.When), part.Points)).ToValueList(), score.Test),
        TraitRule trait when _byName.TryGetValue(trait.Trait, out var computed) => trait.Provenance is null
            ? new EventRule(computed.Selection.Names, computed.Selection.Within, computed.Selection.Where, [computed.Make(trait.Test)])
            : throw new ArgumentException($"The computed trait \"{trait.Trait}\" has no provenance of its own.", nameof(rule)),
        _ => rule,
    };
}
