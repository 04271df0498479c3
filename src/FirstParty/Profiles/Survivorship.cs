using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Profiles;

/// <summary>
/// Which value of a trait survives. A pure function of the set of claims: no tie ever falls to arrival, a row id or a replica. Duplicate claims
/// count once.
/// </summary>
public static class Survivorship
{
    /// <summary>What survives of the claims of one trait, with its provenance; null when nothing does.</summary>
    /// <param name="claims">The live claims of one trait of one person.</param>
    /// <param name="rule">The trait's rule.</param>
    /// <param name="asOf">The instant that staleness is measured against. UTC.</param>
    public static TraitValue? Resolve(IEnumerable<TraitClaim> claims, SurvivorshipRule rule, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(rule);
        var distinct = claims.DistinctBy(claim => claim.Fact).ToList();
        if (distinct.Count == 0)
        {
            return null;
        }

        return rule.Strategy switch
        {
            SurvivorshipStrategy.MostFrequent => MostFrequent(distinct),
            SurvivorshipStrategy.Min => Extreme(distinct, largest: false),
            SurvivorshipStrategy.Max => Extreme(distinct, largest: true),
            SurvivorshipStrategy.Sum => Sum(distinct),
            SurvivorshipStrategy.Union => Union(distinct),
            SurvivorshipStrategy.MostRestrictive => MostRestrictive(distinct),
            _ => Value(distinct.Min(ClaimOrder.Of(rule, asOf))!),
        };
    }

    /// <summary>Why the value survives: every claim with the step that beat it.</summary>
    /// <param name="claims">The live claims of one trait of one person.</param>
    /// <param name="rule">The trait's rule.</param>
    /// <param name="asOf">The instant that staleness is measured against. UTC.</param>
    public static TraitExplanation Explain(IEnumerable<TraitClaim> claims, SurvivorshipRule rule, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(rule);
        return new SurvivorshipExplainer([.. claims], rule, asOf).Explain();
    }

    private static TraitValue? MostFrequent(List<TraitClaim> claims) => claims
        .Where(claim => !claim.Value.IsNull)
        .GroupBy(claim => AttributeJson.ToCanonicalAscii(claim.Value), StringComparer.Ordinal)
        .OrderByDescending(votes => votes.Count())
        .ThenByDescending(votes => votes.Max(vote => vote.OccurredAt))
        .ThenBy(votes => votes.Min(vote => vote.Party))
        .ThenBy(votes => votes.Key, StringComparer.Ordinal)
        .Select(votes => Value(votes.Min(ClaimOrder.Newest)!))
        .FirstOrDefault();

    // Numbers, or where there are none text, by which ISO dates compare as dates do.
    private static TraitValue? Extreme(List<TraitClaim> claims, bool largest)
    {
        var numbers = claims.Where(claim => claim.Value.Kind == AttributeKind.Number).ToList();
        var comparable = numbers.Count > 0 ? numbers : claims.Where(claim => claim.Value.Kind == AttributeKind.String).ToList();
        if (comparable.Count == 0)
        {
            return null;
        }

        var by = Comparer<TraitClaim>.Create((one, other) => Compare(one.Value, other.Value));
        var wanted = (largest ? comparable.Max(by) : comparable.Min(by))!.Value;
        return Value(comparable.Where(claim => claim.Value.Equals(wanted)).Min(ClaimOrder.Newest)!);
    }

    private static int Compare(AttributeValue one, AttributeValue other) => one.AsNumber() is { } number
        ? number.CompareTo(other.AsNumber()!.Value)
        : string.CompareOrdinal(one.AsString(), other.AsString());

    private static TraitValue? Sum(List<TraitClaim> claims)
    {
        // In one order, because decimals round, and so that a sum beyond their range is cut off at the same end everywhere.
        var numbers = claims.Where(claim => claim.Value.Kind == AttributeKind.Number).OrderBy(claim => claim.Fact).ToList();
        if (numbers.Count == 0)
        {
            return null;
        }

        try
        {
            return Combined(numbers, numbers.Sum(claim => claim.Value.AsNumber()!.Value));
        }
        catch (OverflowException)
        {
            return Combined(numbers, numbers.Sum(claim => (double)claim.Value.AsNumber()!.Value) > 0 ? decimal.MaxValue : decimal.MinValue);
        }
    }

    private static TraitValue? Union(List<TraitClaim> claims)
    {
        var live = claims.Where(claim => !claim.Value.IsNull).ToList();
        var values = live
            .SelectMany(claim => claim.Value.AsList() ?? [claim.Value])
            .DistinctBy(value => value.ToString(), StringComparer.Ordinal)
            .OrderBy(AttributeJson.ToCanonicalAscii, StringComparer.Ordinal);
        return live.Count == 0 ? null : Combined(live, AttributeValue.ListOf([.. values]));
    }

    private static TraitValue? MostRestrictive(List<TraitClaim> claims) => claims
        .Where(claim => !claim.Value.IsNull)
        .GroupBy(claim => claim.Identifier)
        .Select(said => said.OrderByDescending(claim => claim.OccurredAt).ThenBy(Permissiveness).ThenBy(claim => claim, ClaimOrder.Newest).First())
        .OrderBy(Permissiveness)
        .ThenBy(claim => claim, ClaimOrder.Newest)
        .Select(claim => Value(claim))
        .FirstOrDefault();

    private static int Permissiveness(TraitClaim claim) => claim.Value.AsString() switch { "denied" => 0, "granted" => 1, _ => 2 };

    /// <summary>A value computed from several claims is as direct as the least direct of them, and as sensitive as the most sensitive.</summary>
    private static TraitValue Combined(List<TraitClaim> claims, AttributeValue value) => Value(claims.Min(ClaimOrder.Newest)!)! with
    {
        Value = value,
        Party = claims.Max(claim => claim.Party),
        Explicitness = claims.Max(claim => claim.Explicitness),
        Sensitivity = claims.Max(claim => claim.Sensitivity),
        SpecialCategories = claims.Aggregate(SpecialCategories.None, (all, claim) => all | claim.SpecialCategories),
    };

    private static TraitValue? Value(TraitClaim claim) => claim.Value.IsNull ? null : new TraitValue
    {
        Name = claim.Trait,
        Value = claim.Value,
        Fact = claim.Fact,
        Identifier = claim.Identifier,
        OccurredAt = claim.OccurredAt,
        Party = claim.Party,
        Kind = claim.Kind,
        Explicitness = claim.Explicitness,
        Sensitivity = claim.Sensitivity,
        SpecialCategories = claim.SpecialCategories,
        Provenance = claim.Provenance,
        StaleAt = claim.StaleAfter is { } limit && limit < DateTimeOffset.MaxValue - claim.OccurredAt ? claim.OccurredAt + limit : null,
        ConsentSequence = claim.ConsentSequence,
    };
}
