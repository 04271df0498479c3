using System.Collections.Immutable;
using FirstParty.Events;

namespace FirstParty.Profiles;

/// <summary>Says of each claim what survivorship made of it. Decides nothing itself: the value comes from <see cref="Survivorship.Resolve"/>.</summary>
internal sealed class SurvivorshipExplainer(IReadOnlyList<TraitClaim> claims, SurvivorshipRule rule, DateTimeOffset asOf)
{
    public TraitExplanation Explain()
    {
        var value = Survivorship.Resolve(claims, rule, asOf);
        return new TraitExplanation
        {
            Value = value,
            Rule = rule,
            Claims = [.. claims
                .DistinctBy(claim => claim.Fact)
                .Select(claim => Explain(claim, value))
                .OrderBy(explained => explained.Fate)
                .ThenBy(explained => explained.Claim, ClaimOrder.Newest)],
        };
    }

    private ExplainedClaim Explain(TraitClaim claim, TraitValue? value)
    {
        switch (rule.Strategy)
        {
            case SurvivorshipStrategy.Sum:
                return new ExplainedClaim(claim, claim.Value.Kind == AttributeKind.Number ? ClaimFate.Contributed : ClaimFate.Ignored, null);
            case SurvivorshipStrategy.Union:
                return new ExplainedClaim(claim, claim.Value.IsNull ? ClaimFate.Ignored : ClaimFate.Contributed, null);
            case SurvivorshipStrategy.Min or SurvivorshipStrategy.Max or SurvivorshipStrategy.MostFrequent or SurvivorshipStrategy.MostRestrictive:
                return Against(claim, value);
            default:
                var order = ClaimOrder.Of(rule, asOf);
                var winner = claims.Min(order)!;
                return winner.Fact == claim.Fact ? Won(claim) : Lost(claim, order.DecidingStep(winner, claim));
        }
    }

    private ExplainedClaim Against(TraitClaim claim, TraitValue? value)
    {
        if (value is null || claim.Value.IsNull || (IsExtreme && claim.Value.Kind != value.Value.Kind))
        {
            return new ExplainedClaim(claim, ClaimFate.Ignored, null);
        }

        if (value.Fact == claim.Fact)
        {
            return Won(claim);
        }

        var winner = claims.First(other => other.Fact == value.Fact);
        return rule.Strategy switch
        {
            SurvivorshipStrategy.MostFrequent when claim.Value.Equals(value.Value) => new ExplainedClaim(claim, ClaimFate.Contributed, null),
            SurvivorshipStrategy.MostFrequent => Lost(claim, VotingStep(claim, value)),
            SurvivorshipStrategy.MostRestrictive when IsSuperseded(claim) => Lost(claim, "superseded"),
            SurvivorshipStrategy.MostRestrictive when !claim.Value.Equals(value.Value) => Lost(claim, "restriction"),
            _ when claim.Value.Equals(value.Value) => Lost(claim, ClaimOrder.Newest.DecidingStep(winner, claim)),
            _ => Lost(claim, "value"),
        };
    }

    private bool IsExtreme => rule.Strategy is SurvivorshipStrategy.Min or SurvivorshipStrategy.Max;

    private static ExplainedClaim Won(TraitClaim claim) => new(claim, ClaimFate.Won, null);

    private static ExplainedClaim Lost(TraitClaim claim, string step) => new(claim, ClaimFate.Lost, step);

    private bool IsSuperseded(TraitClaim claim) => claims.Any(other =>
        other.Identifier == claim.Identifier && !other.Value.IsNull && other.OccurredAt > claim.OccurredAt);

    private string VotingStep(TraitClaim claim, TraitValue value)
    {
        var (mine, theirs) = (Votes(claim.Value), Votes(value.Value));
        return mine.Length != theirs.Length ? "votes"
            : mine.Max(vote => vote.OccurredAt) != theirs.Max(vote => vote.OccurredAt) ? "time"
            : mine.Min(vote => vote.Party) != theirs.Min(vote => vote.Party) ? "party"
            : "value";
    }

    private ImmutableArray<TraitClaim> Votes(AttributeValue value) => [.. claims.DistinctBy(claim => claim.Fact).Where(claim => claim.Value.Equals(value))];
}
