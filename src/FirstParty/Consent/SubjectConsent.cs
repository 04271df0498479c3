using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// All that one person has said, folded: asks about any purpose at any instant are answered from it. It is a function of the set of records:
/// the order in which they are handed in changes nothing. Immutable and safe for concurrent use; make a new one when a record is added.
/// </summary>
/// <remarks>
/// The first question about a purpose folds its records into a table of instants; every later one looks the answer up and allocates nothing.
/// </remarks>
public sealed class SubjectConsent
{
    private static readonly TimeSpan QuietAfterRefusal = TimeSpan.FromDays(365);

    private readonly ConsentRecord[] _records;
    private readonly AliasHistory _history;
    private readonly DecisionTimeline?[] _timelines;
    private DecisionTimeline?[]? _words;
    private (DateTimeOffset From, PersonFold Person)[]? _stretches;

    /// <summary>Folds a person's records.</summary>
    /// <param name="rules">Purposes, published texts and ages.</param>
    /// <param name="identifiers">The person's identifiers as they are known now.</param>
    /// <param name="records">
    /// The records in which any of them acts or is bound, as the log reads them; records of others bind only if they say so.
    /// </param>
    public SubjectConsent(ConsentRules rules, IReadOnlyCollection<Identifier> identifiers, IEnumerable<ConsentRecord> records)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(identifiers);
        ArgumentNullException.ThrowIfNull(records);
        Rules = rules;
        Identifiers = identifiers;
        _records = records is IReadOnlyCollection<ConsentRecord> { Count: 0 } ? [] : records.OrderBy(record => record.Sequence).ToArray();
        _history = AliasHistory.From(_records);
        _timelines = _records.Length == 0 ? rules.Silent : new DecisionTimeline?[rules.Purposes.Count];
    }

    /// <summary>The rules it was folded by.</summary>
    public ConsentRules Rules { get; }

    /// <summary>The person's identifiers.</summary>
    public IReadOnlyCollection<Identifier> Identifiers { get; }

    /// <summary>The records, by position in the log.</summary>
    public IReadOnlyList<ConsentRecord> Records => _records;

    /// <summary>The same person with further records.</summary>
    public SubjectConsent With(params IEnumerable<ConsentRecord> records) => new(Rules, Identifiers, _records.Concat(records));

    /// <summary>
    /// Whether a purpose may be pursued at an instant, by everything that is known now: an act that was made before the instant counts even if it
    /// was recorded after.
    /// </summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision Decide(string purpose, DateTimeOffset at) => Timeline(Rules.Purposes.IndexOf(purpose)).At(at);

    /// <summary>
    /// The first instant after one at which the decision on a purpose becomes another although nothing new is known, as when a consent expires; null
    /// for never.
    /// </summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public DateTimeOffset? NextChange(string purpose, DateTimeOffset after) => Timeline(Rules.Purposes.IndexOf(purpose)).NextChange(after);

    /// <summary>The first instant after one at which the decision on any purpose becomes another although nothing new is known; null for never.</summary>
    internal DateTimeOffset? NextChange(DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        for (var index = 0; index < _timelines.Length; index++)
        {
            next = Timeline(index).NextChange(after) is { } change && !(next <= change) ? change : next;
        }

        return next;
    }

    /// <summary>Whether a purpose may see a fact at an instant, by everything that is known now: the one gate for ingest, segments and reads.</summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision Decide(string purpose, DateTimeOffset at, in FactClass fact)
    {
        var index = Rules.Purposes.IndexOf(purpose);
        return FactGate.Apply(Rules.Purposes.At(index), Timeline(index).At(at), fact);
    }

    /// <summary>The record at a position in the log; null when it is none of these.</summary>
    internal ConsentRecord? Find(long sequence)
    {
        var (low, high) = (0, _records.Length - 1);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = _records[middle].Sequence < sequence ? (middle + 1, high) : (low, middle);
        }

        return low <= high && _records[low].Sequence == sequence ? _records[low] : null;
    }

    /// <summary>
    /// Whether what a yes to a purpose let in may still be seen at an instant: not when the purpose is not registered any more, when it is not permitted, or when
    /// the last word on it is a no that the purpose, as it is defined by now, would pass over.
    /// </summary>
    internal bool StillPermits(string purpose, DateTimeOffset at) =>
        Rules.Purposes.Find(purpose) is { } definition
        && Decide(purpose, at).Allowed
        && (definition is { Regime: not ConsentRegime.None, CompellingGrounds: null } || !Word(definition).At(at).IsRefusal);

    /// <summary>What the answer was: for an instant, by what the log knew at another. Folds anew at each call.</summary>
    /// <param name="purpose">The purpose's id.</param>
    /// <param name="at">The instant asked about.</param>
    /// <param name="knownAt">Records that the log took after this instant do not count.</param>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision Decide(string purpose, DateTimeOffset at, DateTimeOffset knownAt)
    {
        var definition = Rules.Purposes[purpose];
        var visible = Array.FindAll(_records, record => record.RecordedAt <= knownAt);
        var history = AliasHistory.From(visible);
        var rules = Rules with { Policies = Rules.Policies.KnownAt(knownAt) };
        return new PurposeFold(definition, new PersonFold(rules, history.At(Identifiers, at), history, visible)).At(at);
    }

    /// <summary>What the answer was for a fact: for an instant, by what the log knew at another. Folds anew at each call.</summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision Decide(string purpose, DateTimeOffset at, DateTimeOffset knownAt, in FactClass fact) =>
        FactGate.Apply(Rules.Purposes[purpose], Decide(purpose, at, knownAt), fact);

    /// <summary>
    /// Whether something that happened may be taken in: not when the purpose is not permitted now, and not when the person had refused at the
    /// time. What was held while nobody knew may follow a grant; what happened during a refusal is never woken.
    /// </summary>
    /// <param name="purpose">The purpose's id.</param>
    /// <param name="occurredAt">When it happened; later than <paramref name="now"/> counts as now.</param>
    /// <param name="now">The present.</param>
    /// <returns>The decision that let it in or kept it out.</returns>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision DecideIngest(string purpose, DateTimeOffset occurredAt, DateTimeOffset now) =>
        DecideIngest(Rules.Purposes.IndexOf(purpose), occurredAt, now);

    /// <summary>As <see cref="DecideIngest(string, DateTimeOffset, DateTimeOffset)"/>, for a fact of a class.</summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    public ConsentDecision DecideIngest(string purpose, DateTimeOffset occurredAt, DateTimeOffset now, in FactClass fact)
    {
        var index = Rules.Purposes.IndexOf(purpose);
        return FactGate.Apply(Rules.Purposes.At(index), DecideIngest(index, occurredAt, now), fact);
    }

    private ConsentDecision DecideIngest(int index, DateTimeOffset occurredAt, DateTimeOffset now)
    {
        var timeline = Timeline(index);
        var current = timeline.At(now);
        if (!current.Allowed || occurredAt >= now)
        {
            return current;
        }

        var then = timeline.At(occurredAt);
        return then.IsRefusal ? then : current;
    }

    /// <summary>
    /// Whether the person may be asked about a purpose at an instant: never where asking decides nothing, and not again within a year of a refusal,
    /// or within the purpose's own validity when that is longer.
    /// </summary>
    /// <exception cref="ArgumentException">No such purpose is registered.</exception>
    /// <seealso href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&amp;sectionNum=1798.135.">Cal. Civ. Code §1798.135(c)(4)</seealso>
    public bool MayAsk(string purpose, DateTimeOffset at)
    {
        var definition = Rules.Purposes[purpose];
        var decision = Decide(purpose, at);
        if (definition.Regime is ConsentRegime.None or ConsentRegime.Objection || decision.Reason == ConsentReason.Erased)
        {
            return false;
        }

        if (!decision.IsRefusal)
        {
            return !decision.Allowed || decision.ReaffirmDue;
        }

        var refusal = Array.Find(_records, record => record.Sequence == decision.RecordSequence);
        var quiet = definition.Validity > QuietAfterRefusal ? definition.Validity.Value : QuietAfterRefusal;
        return refusal is null || at - refusal.EffectiveAt >= quiet;
    }

    // What was said of a purpose, as one that hears every no.
    private DecisionTimeline Word(Purpose purpose)
    {
        var words = Volatile.Read(ref _words) ?? Interlocked.CompareExchange(ref _words, new DecisionTimeline?[Rules.Purposes.Count], null) ?? _words;
        var index = Rules.Purposes.IndexOf(purpose.Id);
        if (Volatile.Read(ref words[index]) is not { } word)
        {
            var hearing = purpose with { Regime = ConsentRegime.OptIn };
            Volatile.Write(ref words[index], word = DecisionTimeline.Build(hearing, Volatile.Read(ref _stretches) ?? Stretches()));
        }

        return word;
    }

    // Two threads may build the same table at once: either is right, the later one stays.
    private DecisionTimeline Timeline(int index) => Volatile.Read(ref _timelines[index]) ?? Build(index);

    private DecisionTimeline Build(int index)
    {
        var timeline = DecisionTimeline.Build(Rules.Purposes.At(index), Volatile.Read(ref _stretches) ?? Stretches());
        Volatile.Write(ref _timelines[index], timeline);
        return timeline;
    }

    private (DateTimeOffset From, PersonFold Person)[] Stretches()
    {
        var stretches = _history.Stretches(Identifiers)
            .Select(stretch => (stretch.From, new PersonFold(Rules, stretch.Aliases, _history, _records)))
            .ToArray();
        Volatile.Write(ref _stretches, stretches);
        return stretches;
    }
}
