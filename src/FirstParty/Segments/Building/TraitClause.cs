using FirstParty.Events;
using FirstParty.Segments.Rules;
using FirstParty.Taxonomies;

namespace FirstParty.Segments.Building;

/// <summary>A trait, to be tested; on request only where its value came from the right hands. A value that did not is treated as missing.</summary>
public sealed class TraitClause : ValueClause
{
    private readonly Func<ValueTest, ProvenanceTest?, SegmentRule> _make;
    private readonly ProvenanceTest _provenance;

    internal TraitClause(Func<ValueTest, ProvenanceTest?, SegmentRule> make, ProvenanceTest provenance)
        : base(test => make(test, provenance)) => (_make, _provenance) = (make, provenance);

    /// <summary>Only a value that one of these parties gave.</summary>
    public TraitClause From(params ReadOnlySpan<Party> parties) => new(_make, _provenance with { Parties = ValueLists.Create(parties) });

    /// <summary>Only a value that came to be known in one of these ways.</summary>
    public TraitClause Known(params ReadOnlySpan<Explicitness> ways) => new(_make, _provenance with { Explicitness = ValueLists.Create(ways) });

    /// <summary>The person has been so for at least so long: has had this value, and no other was stated since.</summary>
    public SegmentRule HasBeen(AttributeValue value, TimeSpan forAtLeast) => HasBeenFor(forAtLeast).EqualTo(value);

    /// <summary>Only a value that the person has had for at least so long: saying it again does not start anew.</summary>
    public TraitClause HasBeenFor(TimeSpan age) =>
        new(_make, _provenance with { HasBeen = RuleLimits.CheckDuration(age, nameof(age)) });

    /// <summary>Only a value that was stated or observed within the last so long.</summary>
    public TraitClause NoOlderThan(TimeSpan age) =>
        new(_make, _provenance with { MaxAge = RuleLimits.CheckDuration(age, nameof(age)) });
}
