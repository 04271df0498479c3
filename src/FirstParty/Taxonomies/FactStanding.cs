using FirstParty.Identity;

namespace FirstParty.Taxonomies;

/// <summary>What decides which of several facts about the same thing is believed.</summary>
/// <param name="Party">The party that the fact is stored under.</param>
/// <param name="Explicitness">How it came to be known.</param>
/// <param name="OccurredAt">When it was stated or observed. UTC.</param>
/// <param name="Fact">The fact itself, which breaks the last tie, so that arrival never does.</param>
public readonly record struct FactStanding(Party Party, Explicitness Explicitness, DateTimeOffset OccurredAt, FactId Fact);
