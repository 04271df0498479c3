using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>
/// How merging is usually done: identifiers join in the order of arrival, and a join that breaks the limit is refused then and there. Here to show
/// that the tests of order can fail.
/// </summary>
internal static class NaiveUnion
{
    public static string Resolve(IdentityRules rules, IEnumerable<IdentityAssertion> arrivals)
    {
        var blocks = new Dictionary<Identifier, HashSet<Identifier>>();
        foreach (var assertion in arrivals.OfType<EventAssertion>())
        {
            foreach (var identifier in assertion.Identifiers)
            {
                blocks.TryAdd(identifier, [identifier]);
            }

            foreach (var identifier in assertion.Identifiers.Skip(1))
            {
                Join(rules, blocks, assertion.Identifiers[0], identifier);
            }
        }

        return string.Join('\n', blocks.Values.Distinct()
            .Select(block => string.Join(' ', block.Select(IdentityVector.Print).Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal));
    }

    private static void Join(IdentityRules rules, Dictionary<Identifier, HashSet<Identifier>> blocks, Identifier one, Identifier other)
    {
        HashSet<Identifier> joint = [.. blocks[one], .. blocks[other]];
        var isAllowed = joint.GroupBy(identifier => identifier.Namespace, StringComparer.Ordinal)
            .All(group => group.Count() <= (rules.Find(group.Key)!.Unique ? 1 : rules.Find(group.Key)!.Limit ?? int.MaxValue));
        if (isAllowed)
        {
            foreach (var identifier in joint)
            {
                blocks[identifier] = joint;
            }
        }
    }
}
