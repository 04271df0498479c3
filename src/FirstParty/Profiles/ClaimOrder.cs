using FirstParty.Events;

namespace FirstParty.Profiles;

/// <summary>The total orders in which claims win: the winner is the smallest.</summary>
internal sealed class ClaimOrder : IComparer<TraitClaim>
{
    private readonly ClaimComparison[] _steps;

    private ClaimOrder(params ClaimComparison[] steps) => _steps = steps;

    /// <summary>Newest first: the order of most recent without a list of sources.</summary>
    public static ClaimOrder Newest { get; } = Of(SurvivorshipRule.MostRecent, default);

    /// <summary>The steps of a rule that picks one claim, first to last.</summary>
    public static ClaimOrder Of(SurvivorshipRule rule, DateTimeOffset asOf)
    {
        var fresh = new ClaimComparison("staleness", (one, other) => IsStale(one).CompareTo(IsStale(other)));
        var party = new ClaimComparison("party", (one, other) => one.Party.CompareTo(other.Party));
        var explicitness = new ClaimComparison("explicitness", (one, other) => one.Explicitness.CompareTo(other.Explicitness));
        var source = new ClaimComparison("source", (one, other) => Rank(one).CompareTo(Rank(other)));
        var newer = new ClaimComparison("time", (one, other) => other.OccurredAt.CompareTo(one.OccurredAt));
        var older = new ClaimComparison("time", (one, other) => one.OccurredAt.CompareTo(other.OccurredAt));
        var value = new ClaimComparison("value", (one, other) => string.CompareOrdinal(AttributeJson.ToCanonicalAscii(one.Value), AttributeJson.ToCanonicalAscii(other.Value)));
        var fact = new ClaimComparison("fact", (one, other) => one.Fact.CompareTo(other.Fact));
        return rule.Strategy switch
        {
            SurvivorshipStrategy.SourcePriority => new ClaimOrder(source, newer, party, value, fact),
            SurvivorshipStrategy.First => new ClaimOrder(older, party, source, value, fact),
            SurvivorshipStrategy.MostTrusted => new ClaimOrder(fresh, party, explicitness, source, newer, value, fact),
            _ => new ClaimOrder(newer, party, source, value, fact),
        };

        bool IsStale(TraitClaim claim) => StaleFrom(rule, claim) <= asOf;

        int Rank(TraitClaim claim) => rule.Sources.IndexOf(claim.Source) is var rank and >= 0 ? rank : rule.Sources.Length;
    }

    /// <summary>From when on a claim is stale: by the rule's age, else by its source's; null for never.</summary>
    public static DateTimeOffset? StaleFrom(SurvivorshipRule rule, TraitClaim claim)
    {
        // A rule's age is the last at which a claim is fresh, a source's the first at which it is stale.
        var age = rule.StaleAfter is { } limit ? limit + TimeSpan.FromTicks(1) : claim.StaleAfter;
        return age is { } stale && stale < DateTimeOffset.MaxValue - claim.OccurredAt ? claim.OccurredAt + stale : null;
    }

    /// <inheritdoc />
    public int Compare(TraitClaim? x, TraitClaim? y)
    {
        foreach (var step in _steps)
        {
            if (step.Compare(x!, y!) is var result and not 0)
            {
                return result;
            }
        }

        return 0;
    }

    /// <summary>The name of the first step that tells two claims apart.</summary>
    public string DecidingStep(TraitClaim winner, TraitClaim loser) =>
        _steps.FirstOrDefault(step => step.Compare(winner, loser) != 0)?.Name ?? "nothing";
}
