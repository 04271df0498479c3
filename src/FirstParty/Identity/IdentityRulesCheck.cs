using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace FirstParty.Identity;

/// <summary>Finds every mistake in identity rules, so that the host mends them in one go.</summary>
internal static class IdentityRulesCheck
{
    /// <summary>The patterns of the default rules, which a test has compiled: compiling each again would be most of what a platform's start takes.</summary>
    private static readonly FrozenSet<string> Standard =
        DefaultNamespaces.All.SelectMany(rule => rule.Blocked).ToFrozenSet(StringComparer.Ordinal);

    public static ImmutableArray<string> Mistakes(IdentityRules rules)
    {
        if (rules.Namespaces.IsDefaultOrEmpty)
        {
            return ["Identity rules need at least one namespace."];
        }

        return [.. OfTheWhole(rules), .. rules.Namespaces.SelectMany(rule => OfNamespace(rule, rules))];
    }

    private static IEnumerable<string> OfTheWhole(IdentityRules rules)
    {
        foreach (var twice in rules.Namespaces.GroupBy(rule => rule.Namespace, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"Namespace '{twice.Key}' is defined {twice.Count()} times.";
        }

        if (rules.Namespaces.Length > RuleBook.MaxNamespaces)
        {
            yield return $"There are {rules.Namespaces.Length} namespaces; at most {RuleBook.MaxNamespaces} are possible.";
        }

        var unique = rules.Namespaces.Where(rule => rule is { Unique: true, Entity: IdentifierEntity.Person }).ToList();
        if (rules.RequireOneUnique && unique.Count == 0)
        {
            yield return "No namespace of people is unique, so strangers can merge without end: make one of them Unique, or clear RequireOneUnique.";
        }

        if (rules.RequireOneUnique && unique.Count > 1)
        {
            yield return $"Several namespaces of people are unique ({string.Join(", ", unique.Select(rule => rule.Namespace))}), so one "
                + "fact can rearrange a whole component: keep one, or clear RequireOneUnique.";
        }

        if (rules.Region is not { Length: 2 } || !rules.Region.All(char.IsAsciiLetter))
        {
            yield return "Region is two letters of ISO 3166-1, such as 'SE'.";
        }

        if (rules.ComponentBudget < 10)
        {
            yield return "ComponentBudget is at least 10.";
        }
    }

    private static IEnumerable<string> OfNamespace(NamespaceRule rule, IdentityRules rules)
    {
        var name = $"Namespace '{rule.Namespace}'";
        if (string.IsNullOrWhiteSpace(rule.Namespace) || rule.Namespace.Length > Identifier.MaxNamespaceLength)
        {
            yield return $"{name}: a name has 1 to {Identifier.MaxNamespaceLength} characters.";
        }

        if (rule.Priority is < 1 or > NamespaceRule.MaxPriority)
        {
            yield return $"{name}: Priority is 1 to {NamespaceRule.MaxPriority}.";
        }

        if (rule.Limit < 1 || rule.MaxFanOut < 1)
        {
            yield return $"{name}: Limit and MaxFanOut are at least 1, or null.";
        }

        if (rule.ExpiresAfter <= TimeSpan.Zero)
        {
            yield return $"{name}: ExpiresAfter is above zero, or null.";
        }

        if (rule is { Unique: true, Limit: > 1 })
        {
            yield return $"{name}: a Unique namespace cannot have a Limit above 1.";
        }

        if (rule.Derives is { } derived && !rules.Namespaces.Any(other => other.Namespace == derived))
        {
            yield return $"{name}: derives '{derived}', which is not defined.";
        }

        foreach (var pattern in rule.Blocked.Where(pattern => !Standard.Contains(pattern) && !IsPattern(pattern)))
        {
            yield return $"{name}: '{pattern}' is not a regular expression without look-around and back-references.";
        }
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            return RuleBook.Compile([pattern]) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
