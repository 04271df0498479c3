using FirstParty.Identity;
using FirstParty.Identity.Incremental;

namespace FirstParty.Pipeline;

/// <summary>Which ids continue one another, directly or through others, as the aliases in the store say.</summary>
internal static class ContinuedIds
{
    /// <summary>The longest chain of aliases that is followed.</summary>
    private const int MostSteps = 100;

    /// <summary>The ids that continue an id or that it continues, ascending.</summary>
    public static async ValueTask<IReadOnlyList<Identifier>> OfAsync(
        IdentityGraph graph, IdentityRules rules, Identifier former, CancellationToken cancellationToken)
    {
        var acts = await ReadAsync(graph, rules, [former], cancellationToken).ConfigureAwait(false);
        return [.. acts.AliasesOf([former]).Where(other => other != former).Order(IdentifierOrder.Ordinal)];
    }

    /// <summary>Which of some identifiers continue one another.</summary>
    public static async ValueTask<AliasClasses> ClassesAsync(
        IdentityGraph graph, IdentityRules rules, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken) =>
        (await ReadAsync(graph, rules, identifiers, cancellationToken).ConfigureAwait(false)).Aliases;

    private static async ValueTask<ActSet> ReadAsync(
        IdentityGraph graph, IdentityRules rules, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken)
    {
        var acts = new ActSet(RuleBook.Of(rules));
        HashSet<Identifier> found = [.. identifiers];
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

            wave = [.. acts.AliasesOf(identifiers).Where(found.Add)];
        }

        return acts;
    }
}
