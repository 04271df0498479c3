namespace FirstParty.Segments.Rules;

/// <summary>A test of a trait. A name with dots that no trait bears is read as a path into an object: <c>app.version</c>.</summary>
public sealed record TraitRule : SegmentRule
{
    /// <summary>A test of a trait.</summary>
    /// <exception cref="ArgumentException">The name is blank or longer than <see cref="RuleLimits.MaxNameLength"/>.</exception>
    public TraitRule(string trait, ValueTest test, ProvenanceTest? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        Trait = RuleLimits.CheckName(trait, nameof(trait));
        Test = test;
        Provenance = provenance is { IsEmpty: true } ? null : provenance;
    }

    /// <summary>The trait's name.</summary>
    public string Trait { get; }

    /// <summary>What its value must be.</summary>
    public ValueTest Test { get; }

    /// <summary>Where its value must come from, or null for anywhere. A value that fails this is treated as missing.</summary>
    public ProvenanceTest? Provenance { get; }
}
