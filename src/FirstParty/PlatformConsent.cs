using FirstParty.Consent;
using FirstParty.Consent.Signals;
using FirstParty.Identity;
using FirstParty.Pipeline;

namespace FirstParty;

/// <summary>
/// The consent ledger: what people permit, refuse and take back. Each verb returns once the act is durable; it then binds ingest, segments and
/// reads at once, for the acting identifier and the person behind it. Thread-safe.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 4(11), 6, 7, 21</seealso>
public sealed partial class PlatformConsent
{
    private readonly CustomerDataPlatform _platform;

    internal PlatformConsent(CustomerDataPlatform platform) => _platform = platform;

    /// <summary>
    /// The person was asked, or told of a purpose that rests on legitimate interests, and has not answered. Permits nothing that needs a yes; of an
    /// interest it is the notice without which it may not be pursued.
    /// </summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> AskAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.Asked, who, purpose, evidence, cancellationToken);

    /// <summary>The person agrees to a purpose.</summary>
    /// <example><code>
    /// await cdp.Consent.GrantAsync(ada, "marketing.email", evidence: "checkout form v3");
    /// await cdp.Consent.WithdrawAsync(ada, "marketing.email");
    /// </code></example>
    /// <param name="who">The identifier that acts.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="evidence">What shows it (GDPR 7(1)): the form and the version of the text they saw.</param>
    /// <param name="cancellationToken">Stops the wait in the queue; an act that was taken is recorded all the same.</param>
    /// <exception cref="ArgumentException">The purpose is not registered, or the identifier is not usable.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public ValueTask<ConsentRecord> GrantAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.Granted, who, purpose, evidence, cancellationToken);

    /// <summary>The person was asked and says no. Always recordable; wakes nothing that was held while the answer was unknown.</summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> DenyAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.Denied, who, purpose, evidence, cancellationToken);

    /// <summary>The person takes an agreement back: as easily as it was given (GDPR 7(3)).</summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> WithdrawAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.Withdrawn, who, purpose, evidence, cancellationToken);

    /// <summary>The person objects to a purpose that rests on legitimate interests, or to direct marketing (GDPR 21).</summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> ObjectAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.Objected, who, purpose, evidence, cancellationToken);

    /// <summary>The person opts out of a sale, a sharing or a use (CCPA 1798.120, 1798.121).</summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> OptOutAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.OptedOut, who, purpose, evidence, cancellationToken);

    /// <summary>The person opts in again.</summary>
    /// <inheritdoc cref="GrantAsync" path="/*[not(self::summary)]" />
    public ValueTask<ConsentRecord> OptInAsync(
        Identifier who, string purpose, ConsentEvidence? evidence = null, CancellationToken cancellationToken = default) =>
        ActAsync(ConsentAct.OptedIn, who, purpose, evidence, cancellationToken);

    /// <summary>Any record: imports, signals, guardians, policy texts, with all their detail.</summary>
    /// <returns>The record as the log took it, with its sequence.</returns>
    /// <exception cref="ArgumentException">The purpose is not registered, the identifier is not usable, or the record cannot stand in a log.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public async ValueTask<ConsentRecord> RecordAsync(ConsentRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (await RecordAsync([record], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// The records of one act, such as a banner with five switches: all of them or none. Give them one <see cref="ConsentRecord.InteractionId"/>.
    /// </summary>
    /// <returns>
    /// The records as the log took them, in order. An act from before its subject was erased is not taken: it comes back with sequence -1.
    /// </returns>
    /// <exception cref="ArgumentException">A purpose is not registered, an identifier is not usable, or a record cannot stand in a log; nothing was recorded.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public async ValueTask<IReadOnlyList<ConsentRecord>> RecordAsync(
        IReadOnlyList<ConsentRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        foreach (var purpose in records.Select(record => record.Purpose).Where(purpose => purpose.Length > 0))
        {
            _platform.CheckPurpose(purpose);
        }

        if (records.Count == 0)
        {
            return [];
        }

        var work = new ConsentWork([.. records.Select(record => record with { Subject = SubjectOf(record) })], _platform.Parts);
        if (!records.Any(record => record.Act == ConsentAct.PolicyPublished))
        {
            await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
            return work.Recorded;
        }

        var rules = _platform.Parts.ConsentRules;
        try
        {
            await _platform.SubmitAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // It may have been committed all the same: the store knows.
            _platform.Parts.Rules.Restore(rules);
            await _platform.FollowPoliciesIfPossibleAsync().ConfigureAwait(false);
            throw;
        }

        await _platform.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return work.Recorded;
    }

    /// <summary>
    /// Whether a purpose may be pursued for a person now, the record that says so, and how far the latest signed checkpoint reaches. Decide again right
    /// before each use: a kept answer may be stale.
    /// </summary>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    public async ValueTask<ConsentDecision> DecideAsync(Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var subject = _platform.Usable(who);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var consent = await SubjectReader.ReadAsync(session, _platform.Parts, subject, WordOf.Person, cancellationToken).ConfigureAwait(false);
            var head = await session.Consent.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return consent.Decide(purpose, _platform.Now) with { CheckpointSize = Checkpointed(head) };
        }
    }

    /// <summary>Whether a purpose may see a fact of this kind now: its sensitivity, category and party count as well.</summary>
    /// <param name="who">The person.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="fact">What the fact is, such as <see cref="FactClass.Of"/> a classification.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    public async ValueTask<ConsentDecision> DecideAsync(
        Identifier who, string purpose, FactClass fact, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var consent = await LoadAsync(who, WordOf.Person, cancellationToken).ConfigureAwait(false);
        return consent.Decide(purpose, _platform.Now, fact);
    }

    /// <summary>
    /// What the answer was for an instant, by what the ledger knew at another: what an acted-upon decision is defended with. Who belongs together is taken
    /// as known today.
    /// </summary>
    /// <param name="who">The person.</param>
    /// <param name="purpose">The id of a registered purpose.</param>
    /// <param name="at">The instant that is asked about. UTC.</param>
    /// <param name="knownAt">Records that the ledger took after this instant do not count. UTC.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    public async ValueTask<ConsentDecision> DecideAsync(
        Identifier who, string purpose, DateTimeOffset at, DateTimeOffset knownAt, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var consent = await LoadAsync(who, WordOf.Person, cancellationToken).ConfigureAwait(false);
        return consent.Decide(purpose, at, knownAt);
    }

    /// <summary>Whether a person may be asked about a purpose now: never where asking decides nothing, and not again within a year of a refusal.</summary>
    /// <exception cref="ArgumentException">The purpose is not registered.</exception>
    public async ValueTask<bool> MayAskAsync(Identifier who, string purpose, CancellationToken cancellationToken = default)
    {
        _platform.CheckPurpose(purpose);
        var consent = await LoadAsync(who, WordOf.Person, cancellationToken).ConfigureAwait(false);
        return consent.MayAsk(purpose, _platform.Now);
    }

    /// <summary>The decision on every registered purpose for a person now, by purpose.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ConsentDecision>> DecideAllAsync(
        Identifier who, CancellationToken cancellationToken = default)
    {
        var consent = await LoadAsync(who, WordOf.Person, cancellationToken).ConfigureAwait(false);
        return _platform.Purposes.ToDictionary(
            purpose => purpose.Id, purpose => consent.Decide(purpose.Id, _platform.Now), StringComparer.Ordinal);
    }

    /// <summary>
    /// The decision on every registered purpose as far as the identifier's own acts tell, and those of whoever surely is the same: what a browser's own
    /// visitor may be told. Nothing that a claimed link would add.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, ConsentDecision>> DecideAllOwnAsync(
        Identifier who, CancellationToken cancellationToken = default)
    {
        var consent = await LoadAsync(who, WordOf.Own, cancellationToken).ConfigureAwait(false);
        return _platform.Purposes.ToDictionary(
            purpose => purpose.Id, purpose => consent.Decide(purpose.Id, _platform.Now), StringComparer.Ordinal);
    }

    /// <summary>Every act on record of the person behind an identifier, in the order of the log.</summary>
    public async ValueTask<IReadOnlyList<ConsentRecord>> HistoryAsync(Identifier who, CancellationToken cancellationToken = default) =>
        (await LoadAsync(who, WordOf.Everybody, cancellationToken).ConfigureAwait(false)).Records;

    /// <summary>
    /// Takes a signal, such as a TC string, a GPP string or Global Privacy Control, into the ledger: one record for each purpose it speaks of and that is
    /// registered here, the raw signal kept with each. The same signal again changes nothing.
    /// </summary>
    /// <returns>The records as the log took them.</returns>
    /// <exception cref="ArgumentException">The identifier is not usable.</exception>
    /// <exception cref="Storage.StorageException">The store failed; nothing was recorded.</exception>
    public async ValueTask<IReadOnlyList<ConsentRecord>> RecordAsync(
        Identifier who, ConsentSignal signal, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return await RecordAsync(
            [.. signal.ToRecords(who, _platform.Now).Where(record => _platform.Purposes.Find(record.Purpose) is not null)], cancellationToken)
            .ConfigureAwait(false);
    }

    // What is about nobody, such as a published text, is the controller's own.
    private Identifier SubjectOf(ConsentRecord record) =>
        record.Act == ConsentAct.PolicyPublished ? ConsentRecord.Controller : _platform.Usable(record.Subject);

    private ValueTask<ConsentRecord> ActAsync(
        ConsentAct act, Identifier who, string purpose, ConsentEvidence? evidence, CancellationToken cancellationToken)
    {
        _platform.CheckPurpose(purpose);
        var version = _platform.Purposes[purpose].Version;
        return RecordAsync(_platform.Parts.Ledger.Draft(act, who, purpose, evidence) with { PurposeVersion = version }, cancellationToken);
    }

    private async ValueTask<SubjectConsent> LoadAsync(Identifier who, WordOf whose, CancellationToken cancellationToken)
    {
        var subject = _platform.Usable(who);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await SubjectReader.ReadAsync(session, _platform.Parts, subject, whose, cancellationToken).ConfigureAwait(false);
        }
    }
}
