using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>One statement of one trait: a fact says that a person's trait has a value. A profile's traits are what survives of all claims.</summary>
public sealed record TraitClaim
{
    /// <summary>The fact that claims it; with the trait's name the claim's identity.</summary>
    public required FactId Fact { get; init; }

    /// <summary>The trait's name.</summary>
    public required string Trait { get; init; }

    /// <summary>The claimed value; <see cref="AttributeValue.Null"/> claims that there is none.</summary>
    public required AttributeValue Value { get; init; }

    /// <summary>The identifier that the fact is anchored to.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>When it was stated or observed. UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Who handed it over.</summary>
    public required Party Party { get; init; }

    /// <summary>What it says.</summary>
    public DataKind Kind { get; init; } = DataKind.Descriptive;

    /// <summary>Whether it was stated, observed or computed.</summary>
    public Explicitness Explicitness { get; init; }

    /// <summary>How much harm it can do.</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.Personal;

    /// <summary>The special categories it reveals.</summary>
    public SpecialCategories SpecialCategories { get; init; }

    /// <summary>Whether it is or holds a national identification number.</summary>
    public bool HoldsNationalId { get; init; }

    /// <summary>How sure its source is, and what it was computed from.</summary>
    public FactProvenance Provenance { get; init; } = FactProvenance.None;

    /// <summary>The age from which it is stale, by its source; null for never.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>The consent record it was let in by, or null when none was needed.</summary>
    public long? ConsentSequence { get; init; }

    /// <summary>The name of the source.</summary>
    public string Source => Fact.Source;
}
