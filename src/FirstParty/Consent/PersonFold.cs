using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// What is known of one person for one set of aliases: the records that bind them, in the order in which they are folded, and what concerns
/// every purpose (age, guardians, erasure).
/// </summary>
internal sealed class PersonFold
{
    private readonly ConsentRecord[] _ages;
    private readonly List<(DateTimeOffset From, ConsentAssurance Assurance, DateOnly Born)> _births = [];
    private readonly ConsentRecord[] _guardians;
    private readonly DateTimeOffset[] _ownActs;

    internal PersonFold(ConsentRules rules, HashSet<Identifier> aliases, AliasHistory history, IReadOnlyList<ConsentRecord> records)
    {
        Rules = rules;
        Records = records.Where(record => Binds(record, aliases, history)).Order(FoldOrder.Instance).ToArray();
        _ages = Records.Where(record => record.Act == ConsentAct.AgeAsserted).ToArray();
        foreach (var age in _ages)
        {
            Learn(age);
        }

        _guardians = Records.Where(record => record.Act is ConsentAct.GuardianAuthorised or ConsentAct.GuardianRevoked).ToArray();
        var seen = new HashSet<(string, ConsentAct, string)>();
        _ownActs = Records.Where(record => IsOwnAct(record) && !IsReplay(record, seen)).Select(record => record.EffectiveAt).ToArray();
    }

    internal ConsentRules Rules { get; }

    /// <summary>All records that bind the person, by <see cref="FoldOrder"/>.</summary>
    internal ConsentRecord[] Records { get; }

    /// <summary>
    /// Completed years at an instant, by what is known at another; null when unknown. The best identified assertion counts, and of equally good
    /// ones the youngest: nobody grows up by claiming so twice.
    /// </summary>
    internal int? AgeAt(DateTimeOffset at, DateTimeOffset seenFrom)
    {
        var (low, high) = (0, _births.Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = _births[middle].From <= seenFrom ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : Years(_births[low - 1].Born, DateOnly.FromDateTime(at.UtcDateTime));
    }

    /// <summary>The law under which a person's age is judged: the act's, else that of an age assertion, else the rules'.</summary>
    internal int AgeOfConsent(ConsentRecord act, DateTimeOffset at) => Rules.AgesOfConsent.In(
        act.Jurisdiction
        ?? Array.FindLast(_ages, age => age.Jurisdiction is not null && age.EffectiveAt <= at)?.Jurisdiction
        ?? Rules.Jurisdiction);

    /// <summary>Whether a guardian's authorisation for a purpose is in force.</summary>
    internal bool IsAuthorised(string purpose, DateTimeOffset at)
    {
        var (all, here) = (false, (bool?)null);
        foreach (var record in _guardians.TakeWhile(record => record.EffectiveAt <= at))
        {
            var authorised = record.Act == ConsentAct.GuardianAuthorised;
            if (record.Purpose.Length == 0)
            {
                (all, here) = (authorised, null);
            }
            else if (record.Purpose == purpose)
            {
                here = authorised;
            }
        }

        return here ?? all;
    }

    /// <summary>Whether the person has acted again after being erased: then they start afresh.</summary>
    internal bool HasReturned(DateTimeOffset erasedAt, DateTimeOffset at) => Array.Exists(_ownActs, act => act > erasedAt && act <= at);

    /// <summary>The instants, other than acts on a purpose, at which a decision may change.</summary>
    internal IEnumerable<DateTimeOffset> Changes()
    {
        var birthdays = _births.Select(birth => birth.Born).Distinct().SelectMany(born => Enumerable.Range(1, 21).Select(years => Birthday(born, years)));
        return _ages.Concat(_guardians).Select(record => record.EffectiveAt).Concat(_ownActs).Concat(birthdays.OfType<DateTimeOffset>());
    }

    // Each entry is the best that was known from its instant on: the better identified, then the younger.
    private void Learn(ConsentRecord age)
    {
        if (BirthDate(age) is { } born
            && (_births.Count == 0 || (age.Assurance, born).CompareTo((_births[^1].Assurance, _births[^1].Born)) > 0))
        {
            _births.Add((age.EffectiveAt, age.Assurance, born));
        }
    }

    private static bool Binds(ConsentRecord record, HashSet<Identifier> aliases, AliasHistory history)
    {
        if (aliases.Contains(record.Subject))
        {
            return true;
        }

        if (!record.Act.IsRestrictive())
        {
            return false;
        }

        foreach (var identifier in record.AlsoBinds)
        {
            if (aliases.Contains(identifier))
            {
                return true;
            }
        }

        return !history.IsEmpty && history.BoundBy(record).Overlaps(aliases);
    }

    private static bool IsOwnAct(ConsentRecord record) =>
        (record.Act.IsPermissive() || record.Act.IsRefusal())
        && record.Origin is ConsentOrigin.Subject or ConsentOrigin.Guardian or ConsentOrigin.Agent or ConsentOrigin.Operator;

    private static bool IsReplay(ConsentRecord record, HashSet<(string, ConsentAct, string)> seen) =>
        record.InteractionId is { } interaction && !seen.Add((interaction, record.Act, record.Purpose));

    private static DateOnly? BirthDate(ConsentRecord record) =>
        record.BornOn ?? (record.AgeYears is { } years and >= 0 and <= 150
            ? DateOnly.FromDateTime(record.EffectiveAt.UtcDateTime).AddYears(-Math.Min(years, record.EffectiveAt.UtcDateTime.Year - 1))
            : null);

    private static int Years(DateOnly born, DateOnly on)
    {
        var years = on.Year - born.Year;
        return Math.Max(0, on < born.AddYears(Math.Max(0, years)) ? years - 1 : years);
    }

    private static DateTimeOffset? Birthday(DateOnly born, int years) => born.Year + years > DateOnly.MaxValue.Year
        ? null
        : new DateTimeOffset(born.AddYears(years).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
