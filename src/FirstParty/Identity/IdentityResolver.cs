namespace FirstParty.Identity;

/// <summary>
/// Turns a set of facts into profiles: a pure function, so that any order of arrival and any number of duplicates give the same answer,
/// and taking a fact away gives what would have been without it. Thread-safe.
/// </summary>
/// <example><code>
/// var resolution = IdentityResolver.Resolve(IdentityRules.Default, facts);
/// var ada = resolution.Find(Identifier.Email("ada@example.com"));
/// </code></example>
public static class IdentityResolver
{
    /// <summary>Resolves a set of facts.</summary>
    /// <param name="rules">The rules; <see cref="IdentityRules.Validate"/> tells whether they are sound.</param>
    /// <param name="facts">The facts in any order. A fact that occurs twice counts once.</param>
    /// <remarks>In time proportional to the facts, plus the sorting of those components that break a rule when taken whole.</remarks>
    public static Resolution Resolve(IdentityRules rules, IEnumerable<IdentityAssertion> facts)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(facts);
        return new BatchResolution(RuleBook.Of(rules)).Resolve(FactSet.Of(facts));
    }
}
