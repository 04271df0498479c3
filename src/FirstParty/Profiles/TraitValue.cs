using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>A trait's surviving value together with where it came from: no value without its provenance.</summary>
public sealed record TraitValue
{
    /// <summary>The trait's name as hosts and rules write it: <c>email</c>, <c>favouriteTea</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The value. Never null: an unset trait is absent.</summary>
    public required AttributeValue Value { get; init; }

    /// <summary>The fact that won.</summary>
    public required FactId Fact { get; init; }

    /// <summary>The identifier that fact is anchored to.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>When the value was stated or observed. UTC.</summary>
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

    /// <summary>How sure its source is, and what it was computed from.</summary>
    public FactProvenance Provenance { get; init; } = FactProvenance.None;

    /// <summary>From when on it is stale, as a snapshot of a second or third party becomes; null for never. UTC.</summary>
    public DateTimeOffset? StaleAt { get; init; }

    /// <summary>The consent record it was let in by, or null when none was needed.</summary>
    public long? ConsentSequence { get; init; }

    /// <summary>
    /// When the value was first stated of those statements since which no other value was; null when that is not known, as with values computed from
    /// several statements. UTC.
    /// </summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>The name of the source that gave it.</summary>
    public string Source => Fact.Source;
}
