using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Versions;

/// <summary>What became of stored facts when definitions changed: every fact is read by what its definition says now, as far as the consent that let it in allows.</summary>
/// <param name="Report">What changed, and what should have had a new version.</param>
/// <param name="Impacts">For each change after which facts are decided on again, how many there are; in the report's order.</param>
/// <param name="People">How many people were looked at again.</param>
public sealed record RegateOutcome(RegateReport Report, ImmutableArray<RegateImpact> Impacts, int People);
