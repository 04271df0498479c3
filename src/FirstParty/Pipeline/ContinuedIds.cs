using FirstParty.Identity;
using FirstParty.Identity.Incremental;

namespace FirstParty.Pipeline;

/// <summary>The ids that an id is an alias of, directly or through one another.</summary>
internal static class ContinuedIds
{
    /// <summary>The longest chain of aliases that is followed.</summary>
    private const int MostSteps = 100;

    public static async ValueTask<IReadOnlyList<Identifier>> OfAsync(
        IdentityGraph graph, IdentityRules rules, Identifier former, CancellationToken cancellationToken)
    {
        var acts = new ActSet(RuleBook.Of(rules));
        HashSet<Identifier> found = [former];
        IReadOnlyCollection<Identifier> wave = found;
        for (var step = 0; step < MostSteps && wave.Count > 0; step++)
        {
            var naming = await graph
                .FindAsync(new GraphQuery { ActsOn = [.. wave.Select(ProfileId.Of)] }, cancellationToken).ConfigureAwait(false);
            var aliases = naming.Acts.OfType<AliasAssertion>().ToList();
            var retractions = aliases.Count == 0
                ? GraphSnapshot.Empty
                : await graph.FindAsync(new GraphQuery { Facts = [.. aliases.Select(alias => alias.Id)] }, cancellationToken).ConfigureAwait(false);
            foreach (var act in aliases.Concat(retractions.Acts))
            {
                acts.Add(act);
            }

            wave = [.. acts.AliasesOf([former]).Where(found.Add)];
        }

        found.Remove(former);
        return [.. found.Order(IdentifierOrder.Ordinal)];
    }
}
