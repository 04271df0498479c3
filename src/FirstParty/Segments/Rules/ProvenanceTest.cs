using FirstParty.Taxonomies;

namespace FirstParty.Segments.Rules;

/// <summary>Where a trait's value must come from: "only what people told us themselves", "nothing from a broker older than 90 days".</summary>
public sealed record ProvenanceTest
{
    /// <summary>The parties that may have given it; null for any.</summary>
    public ValueList<Party>? Parties { get; init; }

    /// <summary>How it may have come to be known; null for any.</summary>
    public ValueList<Explicitness>? Explicitness { get; init; }

    /// <summary>How long ago it may have been stated or observed, at most, inclusive; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>
    /// How long the person must have been so, at least, inclusive: since the value was first stated or observed and no other was; saying it again does
    /// not start anew. Null for no time.
    /// </summary>
    public TimeSpan? HasBeen { get; init; }

    /// <summary>Whether this demands nothing.</summary>
    public bool IsEmpty => Parties is null && Explicitness is null && MaxAge is null && HasBeen is null;
}
