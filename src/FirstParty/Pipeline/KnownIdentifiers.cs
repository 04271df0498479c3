using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>
/// What a person is known by, as far as a purpose may see it: whoever an identifier speaks for permits the purpose, for what it is (an address as the
/// trait of its name), and some fact that names it may be seen, if any does.
/// </summary>
internal sealed class KnownIdentifiers(LineParts parts)
{
    public ImmutableArray<Identifier> Of(PersonFacts person, string purpose, DateTimeOffset now)
    {
        if (!person.Word.Decide(purpose, now).Allowed)
        {
            return [];
        }

        var gate = new PurposeGate(parts.Taxonomy, person.Consent, purpose, now);
        var stated = person.Stated.ToDictionary(logged => logged.Id);
        var seen = parts.Merger.Claims(person).Where(claim => gate.Permits(stated[claim.Fact], claim)).Select(claim => claim.Fact).ToHashSet();
        var (named, shown) = (new HashSet<Identifier>(), new HashSet<Identifier>());
        foreach (var logged in person.Events)
        {
            var identifiers = UsableIdentifiers.Of(parts.IdentityRules, logged.Identifiers).Append(logged.Anchor);
            named.UnionWith(identifiers);
            if (IsSeen(logged))
            {
                shown.UnionWith(identifiers);
            }
        }

        return [.. person.Identifiers.Where(identifier => Permits(identifier) && (shown.Contains(identifier) || !named.Contains(identifier)))];

        bool IsSeen(LoggedEvent logged) => logged.Kind switch
        {
            EventKind.Identify when logged.Properties.Count > 0 => seen.Contains(logged.Id),
            EventKind.Identify or EventKind.Alias => person.Consent.For(logged).Decide(purpose, now).Allowed,
            _ => gate.See(logged) is not null,
        };

        bool Permits(Identifier identifier) => person.Consent.Of(identifier) is var word && (parts.Taxonomy.Traits.ContainsKey(identifier.Namespace)
            ? gate.PermitsTrait(word, identifier.Namespace)
            : word.Decide(purpose, now).Allowed);
    }
}
