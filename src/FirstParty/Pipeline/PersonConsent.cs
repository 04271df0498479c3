using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>
/// What a person has said, as far as it counts for each of their facts. Folded once for each set of identifiers that surely are the same; of whoever has one
/// identifier, or has said nothing, the same counts for everything, and nothing of the batch they came with is kept.
/// </summary>
internal sealed class PersonConsent : FactConsent
{
    private readonly Words? _words;
    private (int Words, DateTimeOffset After, DateTimeOffset? At)? _next;

    public PersonConsent(ConsentBook book, ImmutableArray<Identifier> identifiers, VerifiedLinks links, IdentityRules rules)
    {
        IReadOnlyList<Identifier> own = identifiers;
        var isSilent = book.IsSilent(own);
        Whole = isSilent ? book.OfSilent(own) : book.Of(own, own.ToHashSet());
        _words = isSilent || identifiers.Length == 1 ? null : new Words(book, identifiers, links, rules);
    }

    public override SubjectConsent Whole { get; }

    public override SubjectConsent For(LoggedEvent fact) => _words?.For(fact) ?? Whole;

    /// <summary>What counts for something that names these of the person's identifiers.</summary>
    public SubjectConsent ForNamed(IReadOnlyCollection<Identifier> named) => _words?.ForNamed(named) ?? Whole;

    public override DateTimeOffset? NextChange(DateTimeOffset after)
    {
        // Between two changes there is none, unless another word was asked for meanwhile.
        var words = _words?.Count ?? 0;
        if (_next is not { } known || known.Words != words || after < known.After || after >= known.At)
        {
            var whole = Whole.NextChange(after);
            _next = known = (words, after, words == 0 ? whole : _words!.All.Select(word => word.NextChange(after)).Append(whole).Min());
        }

        return known.At;
    }

    public override SubjectConsent Of(Identifier speaker) => _words?.Of(speaker) ?? Whole;

    /// <summary>What was said by each set of identifiers that surely are the same.</summary>
    private sealed class Words(ConsentBook book, ImmutableArray<Identifier> identifiers, VerifiedLinks links, IdentityRules rules)
    {
        private readonly Dictionary<string, SubjectConsent> _bySure = new(StringComparer.Ordinal);
        private readonly Dictionary<Identifier, SubjectConsent> _byAnchor = [];

        public int Count => _bySure.Count;

        public IEnumerable<SubjectConsent> All => _bySure.Values;

        public SubjectConsent For(LoggedEvent fact)
        {
            if (fact.Identifiers.Length > 1)
            {
                return ForNamed(UsableIdentifiers.Of(rules, fact.Identifiers).Add(fact.Anchor));
            }

            return _byAnchor.TryGetValue(fact.Anchor, out var known) ? known : _byAnchor[fact.Anchor] = Of(fact.Anchor);
        }

        public SubjectConsent ForNamed(IReadOnlyCollection<Identifier> named) => Of(named.SelectMany(links.From).ToHashSet());

        public SubjectConsent Of(Identifier speaker) => Of(links.From(speaker));

        private SubjectConsent Of(IReadOnlySet<Identifier> sure)
        {
            var key = string.Join('\u001F', sure.Select(identifier => $"{identifier.Namespace}\u001E{identifier.Value}").Order(StringComparer.Ordinal));
            return _bySure.TryGetValue(key, out var consent) ? consent : _bySure[key] = book.Of(identifiers, sure);
        }
    }
}
