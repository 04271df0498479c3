namespace FirstParty.Identity;

/// <summary>Reads events the way resolution means them: a function of one event, the rules and the erasures that touch it.</summary>
internal sealed class EventPreparation(RuleBook book, IReadOnlyCollection<EraseAssertion> erasures, Action<FactId, Identifier, IdentifierRefusal>? refused = null)
{
    // Erasures of whole profiles first, so that no other one hides from them what they look for.
    private readonly (EraseAssertion Act, HashSet<ProfileId> Targets)[] _erasures = [.. erasures
        .OrderBy(act => act.Scope)
        .Select(act => (act, act.Targets.ToHashSet()))];

    /// <summary>The event as it counts, or null when an erasure took it whole.</summary>
    public PreparedEvent? Prepare(EventAssertion assertion)
    {
        var identifiers = Accepted(assertion);
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

        Identifier[] people = [.. identifiers.Where(identifier => book.Entry(identifier).IsPerson)];
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

    private List<Identifier> Accepted(EventAssertion assertion)
    {
        var accepted = new List<Identifier>(assertion.Identifiers.Length);
        foreach (var raw in assertion.Identifiers)
        {
            var (identifier, refusal) = book.Accept(raw);
            if (refusal != IdentifierRefusal.None)
            {
                refused?.Invoke(assertion.Id, raw, refusal);
            }
            else if (!accepted.Contains(identifier))
            {
                accepted.Add(identifier);
            }
        }

        accepted.Sort(book.CompareStrength);
        return accepted;
    }

    private bool IsAmbiguous(Identifier[] people)
    {
        for (var i = 1; i < people.Length; i++)
        {
            if (book.Entry(people[i]).Rule.Unique && people[..i].Any(other => other.Namespace == people[i].Namespace))
            {
                return true;
            }
        }

        return false;
    }
}
