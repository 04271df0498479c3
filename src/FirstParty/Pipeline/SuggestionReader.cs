using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Identity.Incremental;

namespace FirstParty.Pipeline;

/// <summary>Reads suggestions with what was decided on them.</summary>
internal static class SuggestionReader
{
    public static async ValueTask<ImmutableArray<IdentitySuggestion>> ReadAsync(
        IdentityGraph graph, IdentityRules rules, GraphQuery which, CancellationToken cancellationToken)
    {
        var found = await graph.FindAsync(which, cancellationToken).ConfigureAwait(false);
        var suggestions = found.Acts.OfType<SuggestAssertion>().ToList();
        var set = new ActSet(RuleBook.Of(rules));
        var naming = await graph.FindAsync(
            new GraphQuery { ActsOn = [.. suggestions.SelectMany(set.Named).Select(ProfileId.Of).Distinct()] }, cancellationToken).ConfigureAwait(false);
        var retractions = await graph.FindAsync(
            new GraphQuery { Facts = [.. suggestions.Concat(naming.Acts).Select(act => act.Id).Distinct()] }, cancellationToken).ConfigureAwait(false);
        var wanted = suggestions.Select(suggestion => suggestion.Id).ToHashSet();
        return
        [
            .. IdentitySuggestion.Of(rules, [.. suggestions, .. naming.Acts, .. retractions.Acts])
                .Where(judged => wanted.Contains(judged.Suggestion.Id)),
        ];
    }
}
