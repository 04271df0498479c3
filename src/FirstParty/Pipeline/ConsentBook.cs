using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>The consent records of many people, read in one go and folded per person.</summary>
internal sealed class ConsentBook
{
    private const int Majority = 18;

    private readonly ConsentRules _rules;
    private readonly Dictionary<Identifier, List<ConsentRecord>> _records = [];

    private ConsentBook(ConsentRules rules) => _rules = rules;

    public static async ValueTask<ConsentBook> ReadAsync(
        ConsentLedger ledger,
        ConsentRules rules,
        ConsentLog log,
        IReadOnlyCollection<Identifier> identifiers,
        CancellationToken cancellationToken)
    {
        var book = new ConsentBook(rules);
        foreach (var record in await ledger.ReadAsync(log, identifiers, cancellationToken).ConfigureAwait(false))
        {
            foreach (var identifier in record.AlsoBinds.Append(record.Subject).Distinct())
            {
                if (!book._records.TryGetValue(identifier, out var own))
                {
                    book._records[identifier] = own = [];
                }

                own.Add(record);
            }
        }

        return book;
    }

    /// <summary>Whether nobody who bears one of these identifiers has ever said anything.</summary>
    public bool IsSilent(IReadOnlyList<Identifier> identifiers)
    {
        for (var i = 0; _records.Count > 0 && i < identifiers.Count; i++)
        {
            if (_records.ContainsKey(identifiers[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What counts of those who have never said anything.</summary>
    public SubjectConsent OfSilent(IReadOnlyCollection<Identifier> identifiers) => new(_rules, identifiers, []);

    /// <summary>
    /// What counts as said by somebody: of everything that the person with these identifiers said, but what widens only as far as it comes from
    /// those who surely are the same. A claimed link can take permission away; it never gives any. An age that is only claimed counts where nothing
    /// better is known, and only a child's.
    /// </summary>
    /// <param name="identifiers">The person's identifiers, claimed links included.</param>
    /// <param name="sure">Those of them whose permissions count.</param>
    public SubjectConsent Of(IReadOnlyCollection<Identifier> identifiers, IReadOnlySet<Identifier> sure)
    {
        var records = identifiers
            .SelectMany(identifier => _records.GetValueOrDefault(identifier, []))
            .DistinctBy(record => record.Sequence)
            .ToList();
        var isAgeSure = records.Exists(record => IsAge(record) && sure.Contains(record.Subject));
        return new SubjectConsent(
            _rules,
            identifiers,
            records.Where(record => sure.Contains(record.Subject) || !(record.Act.IsWidening() || (IsAge(record) && (isAgeSure || !IsOfAChild(record))))));
    }

    private static bool IsAge(ConsentRecord record) => record.Act == ConsentAct.AgeAsserted;

    private static bool IsOfAChild(ConsentRecord record) => record.BornOn is { } born
        ? born.AddYears(Majority) > DateOnly.FromDateTime(record.EffectiveAt.UtcDateTime)
        : record.AgeYears < Majority;
}
