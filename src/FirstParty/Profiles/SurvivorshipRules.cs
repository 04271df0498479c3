using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>The survivorship rule of every trait: the host's own, else what the trait's definition says, else most trusted.</summary>
internal sealed class SurvivorshipRules(IReadOnlyDictionary<string, SurvivorshipRule> rules, Taxonomy taxonomy)
{
    public SurvivorshipRule Of(string trait) => rules.GetValueOrDefault(trait)
        ?? (taxonomy.Traits.GetValueOrDefault(trait)?.Conflict == ConflictRule.MostRecent ? SurvivorshipRule.MostRecent : SurvivorshipRule.MostTrusted);

    /// <summary>The first instant after one at which another claim may survive because one has become stale; null for never.</summary>
    public DateTimeOffset? NextChange(IReadOnlyCollection<TraitClaim> claims, DateTimeOffset after)
    {
        var rule = claims.Count < 2 ? null : Of(claims.First().Trait);
        return rule?.Strategy != SurvivorshipStrategy.MostTrusted
            ? null
            : claims.Select(claim => ClaimOrder.StaleFrom(rule, claim)).Where(instant => instant > after).Min();
    }

    /// <summary>What survives of the claims of one trait, or null when nothing does.</summary>
    public TraitValue? Resolve(IReadOnlyCollection<TraitClaim> claims, DateTimeOffset asOf) =>
        claims.Count == 0 ? null : Survivorship.Resolve(claims, Of(claims.First().Trait), asOf);
}
