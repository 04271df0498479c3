namespace FirstParty.Identity;

/// <summary>Reads events the way resolution means them: a function of one event, the rules and the erasures that touch it. Not thread-safe.</summary>
internal sealed class EventPreparation(RuleBook book, IReadOnlyCollection<EraseAssertion> erasures, Action<FactId, Identifier, IdentifierRefusal>? refused = null)
{
    // Erasures of whole profiles first, so that no other one hides from them what they look for.
    private readonly (EraseAssertion Act, HashSet<ProfileId> Targets)[] _erasures = [.. erasures
        .OrderBy(act => act.Scope)
        .Select(act => (act, act.Targets.ToHashSet()))];

    private readonly Predicate<Identifier> _isPerson = identifier => book.Entry(identifier).IsPerson;
    private readonly List<Identifier> _accepted = []; // Of the event that is being prepared.

    /// <summary>The event as it counts, or null when an erasure took it whole.</summary>
    public PreparedEvent? Prepare(EventAssertion assertion)
    {
        var identifiers = _accepted;
        Accept(assertion, identifiers);
        var keepsClaims = true;
        foreach (var (act, targets) in _erasures)
        {
            if ((assertion.At > act.At && !act.Suppress) || !identifiers.Exists(identifier => targets.Contains(ProfileId.Of(identifier))))
            {
                continue;
            }

            if (act.Scope == ErasureScope.Profile)
            {
                return null;
            }

            keepsClaims &= !targets.Contains(ProfileId.Of(identifiers[0]));
            identifiers.RemoveAll(identifier => targets.Contains(ProfileId.Of(identifier)));
        }

        var people = People(identifiers);
        var ambiguous = IsAmbiguous(people);
        return new PreparedEvent
        {
            Id = assertion.Id,
            Time = assertion.At.UtcTicks,
            Strength = assertion.Strength,
            People = people,
            Accounts = people.Length == identifiers.Count ? [] : [.. identifiers.Where(identifier => !book.Entry(identifier).IsPerson)],
            Ambiguous = ambiguous,
            KeepsClaims = keepsClaims && !ambiguous,
        };
    }

    private Identifier[] People(List<Identifier> identifiers) =>
        identifiers.TrueForAll(_isPerson) ? [.. identifiers] : [.. identifiers.Where(identifier => _isPerson(identifier))];

    private void Accept(EventAssertion assertion, List<Identifier> accepted)
    {
        accepted.Clear();
        foreach (var raw in assertion.Identifiers)
        {
            var (identifier, refusal) = book.Accept(raw);
            if (refusal != IdentifierRefusal.None)
            {
                refused?.Invoke(assertion.Id, raw, refusal);
            }
            else
            {
                accepted.Add(identifier);
            }
        }

        accepted.Sort(book.ByStrength);
        var next = 0;
        for (var i = 0; i < accepted.Count; i++)
        {
            if (i == 0 || accepted[i] != accepted[i - 1])
            {
                accepted[next++] = accepted[i];
            }
        }

        accepted.RemoveRange(next, accepted.Count - next);
    }

    // Values of one namespace stand side by side, save for those of namespaces with the same priority.
    private bool IsAmbiguous(Identifier[] people)
    {
        for (var i = 1; i < people.Length; i++)
        {
            var rule = book.Entry(people[i]).Rule;
            for (var j = i - 1; rule.Unique && j >= 0 && book.Entry(people[j]).Rule.Priority == rule.Priority; j--)
            {
                if (people[j].Namespace == people[i].Namespace)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
