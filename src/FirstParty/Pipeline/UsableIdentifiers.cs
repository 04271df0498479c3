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

        return Sorted(RuleBook.Of(rules), raw);
    }

    private static ImmutableArray<Identifier> Sorted(RuleBook book, IReadOnlyList<Identifier> raw)
    {
        var usable = ImmutableArray.CreateBuilder<Identifier>(raw.Count);
        for (var i = 0; i < raw.Count; i++)
        {
            var (identifier, refusal) = book.Accept(raw[i]);
            if (refusal == IdentifierRefusal.None && book.Entry(identifier).IsPerson && !usable.Contains(identifier))
            {
                usable.Add(identifier);
            }
        }

        usable.Sort(book.ByStrength);
        return usable.DrainToImmutable();
    }
}
