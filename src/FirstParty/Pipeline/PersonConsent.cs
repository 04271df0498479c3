using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>What a person has said, as far as it counts for each of their facts. Folded once for each set of identifiers that surely are the same.</summary>
internal sealed class PersonConsent(
    ConsentBook book, ImmutableArray<Identifier> identifiers, VerifiedLinks links, IdentityRules rules) : FactConsent
{
    private readonly Dictionary<string, SubjectConsent> _bySure = new(StringComparer.Ordinal);
    private readonly Dictionary<Identifier, SubjectConsent> _byAnchor = [];
    private SubjectConsent? _whole;
    private (int Words, DateTimeOffset After, DateTimeOffset? At)? _next;

    public override SubjectConsent Whole => _whole ??= book.Of(identifiers, identifiers.ToHashSet());

    public override SubjectConsent For(LoggedEvent fact)
    {
        if (identifiers.Length == 1)
        {
            return Whole;
        }

        if (fact.Identifiers.Length > 1)
        {
            return Of(UsableIdentifiers.Of(rules, fact.Identifiers).Append(fact.Anchor).SelectMany(links.From).ToHashSet());
        }

        return _byAnchor.TryGetValue(fact.Anchor, out var known)
            ? known
            : _byAnchor[fact.Anchor] = Of(links.From(fact.Anchor));
    }

    /// <summary>What counts for something that names these of the person's identifiers.</summary>
    public SubjectConsent ForNamed(IReadOnlyCollection<Identifier> named) =>
        identifiers.Length == 1 ? Whole : Of(named.SelectMany(links.From).ToHashSet());

    public override DateTimeOffset? NextChange(DateTimeOffset after)
    {
        // Between two changes there is none, unless another word was asked for meanwhile.
        if (_next is not { } known || known.Words != _bySure.Count || after < known.After || after >= known.At)
        {
            var at = _bySure.Values.Append(Whole).Distinct()
                .SelectMany(consent => consent.Rules.Purposes.Select(purpose => consent.NextChange(purpose.Id, after)))
                .Min();
            _next = known = (_bySure.Count, after, at);
        }

        return known.At;
    }

    public override SubjectConsent Of(Identifier speaker) => identifiers.Length == 1 ? Whole : Of(links.From(speaker));

    private SubjectConsent Of(IReadOnlySet<Identifier> sure)
    {
        var key = string.Join('\u001F', sure.Select(identifier => $"{identifier.Namespace}\u001E{identifier.Value}").Order(StringComparer.Ordinal));
        return _bySure.TryGetValue(key, out var consent) ? consent : _bySure[key] = book.Of(identifiers, sure);
    }
}
