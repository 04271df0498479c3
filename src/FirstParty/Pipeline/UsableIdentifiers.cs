using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>The identifiers of an event that the rules accept.</summary>
internal static class UsableIdentifiers
{
    /// <summary>The usable identifiers of a person, normalised, each once, strongest first: the first is the event's anchor.</summary>
    public static ImmutableArray<Identifier> Of(IdentityRules rules, IReadOnlyList<Identifier> raw)
    {
        if (raw is [var only])
        {
            return rules.TryNormalise(only, out var usable, out _) && rules.Find(usable.Value.Namespace)!.Entity == IdentifierEntity.Person ? [usable.Value] : [];
        }

        return Sorted(rules, raw);
    }

    private static ImmutableArray<Identifier> Sorted(IdentityRules rules, IReadOnlyList<Identifier> raw) =>
    [
        .. raw
            .Select(identifier => rules.TryNormalise(identifier, out var usable, out _) ? usable : null)
            .OfType<Identifier>()
            .Distinct()
            .Where(identifier => rules.Find(identifier.Namespace)!.Entity == IdentifierEntity.Person)
            .Order(Comparer<Identifier>.Create(RuleBook.Of(rules).CompareStrength)),
    ];
}
