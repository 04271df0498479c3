using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>A suggestion and what became of it. A function of the set of acts.</summary>
/// <param name="Suggestion">What was suggested.</param>
/// <param name="State">Whether somebody has decided.</param>
/// <param name="Decision">The latest standing act that links or separates the two, or null while nobody has decided.</param>
public sealed record IdentitySuggestion(SuggestAssertion Suggestion, SuggestionState State, IdentityAct? Decision)
{
    /// <summary>The standing suggestions among some acts, the surest first.</summary>
    /// <param name="rules">The rules by which identifiers are compared.</param>
    /// <param name="acts">Acts in any order: all there are, or all on the identifiers of interest with the retractions of those.</param>
    public static ImmutableArray<IdentitySuggestion> Of(IdentityRules rules, IEnumerable<IdentityAct> acts)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(acts);
        IdentityAct[] all = [.. acts.DistinctBy(act => act.Id)];
        var retracted = all.OfType<RetractAssertion>().SelectMany(retraction => retraction.Targets).ToHashSet();
        IdentityAct[] living = [.. all.Where(act => !retracted.Contains(act.Id))];
        var decisions = living
            .SelectMany(act => Pairs(rules, act).Select(pair => (Pair: pair, Act: act)))
            .Where(decided => decided.Act is LinkAssertion or SeparateAssertion)
            .ToLookup(decided => decided.Pair, decided => decided.Act);
        return [.. living.OfType<SuggestAssertion>()
            .SelectMany(suggestion => Pairs(rules, suggestion).Select(pair => Judge(suggestion, decisions[pair])))
            .OrderByDescending(judged => judged.Suggestion.Weight)
            .ThenBy(judged => judged.Suggestion.Id)];
    }

    private static IdentitySuggestion Judge(SuggestAssertion suggestion, IEnumerable<IdentityAct> decisions)
    {
        var decision = decisions.OrderByDescending(act => act.At).ThenBy(act => act.Id).FirstOrDefault();
        return new IdentitySuggestion(
            suggestion,
            decision switch { null => SuggestionState.Open, LinkAssertion => SuggestionState.Accepted, _ => SuggestionState.Rejected },
            decision);
    }

    private static IEnumerable<GraphPair> Pairs(IdentityRules rules, IdentityAct act)
    {
        ImmutableArray<Identifier> named = act switch
        {
            LinkAssertion link => link.Identifiers,
            SeparateAssertion separation => [separation.First, separation.Second],
            SuggestAssertion suggestion => [suggestion.First, suggestion.Second],
            _ => [],
        };
        ProfileId[] ids = [.. named.Select(raw => rules.TryNormalise(raw, out var known, out _) ? ProfileId.Of(known.Value) : (ProfileId?)null).OfType<ProfileId>()];
        return ids.SelectMany((one, i) => ids.Skip(i + 1).Where(other => other != one).Select(other => GraphPair.Of(one, other)));
    }
}
