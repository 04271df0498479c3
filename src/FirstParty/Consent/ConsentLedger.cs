using System.Collections.Immutable;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>
/// Writes consent records into a log and reads them back: seals each under its subject's own key, chains the leaves into the tree, and erases.
/// It keeps nothing itself; the log belongs to the caller's storage session, whose commit makes an append durable. Safe for concurrent use,
/// each call with a log of its own.
/// </summary>
public sealed partial class ConsentLedger
{
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly SubjectKeyStore? _keys;

    /// <summary>A ledger.</summary>
    /// <param name="time">The clock that says when the log took a record.</param>
    /// <param name="ids">Where record ids come from.</param>
    /// <param name="keys">Where secrets are kept; null means with the log.</param>
    public ConsentLedger(TimeProvider time, IdSource ids, SubjectKeyStore? keys = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(ids);
        (_time, _ids, _keys) = (time, ids, keys);
    }

    /// <summary>
    /// An act made just now, to be appended: anonymous when a device id acts, claimed otherwise. Change what is known better by <c>with</c>.
    /// </summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ConsentRecord Draft(ConsentAct act, Identifier subject, string purpose, ConsentEvidence? evidence = null)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new ConsentRecord
        {
            Subject = subject,
            Act = act,
            Purpose = purpose,
            OccurredAt = _time.GetUtcNow(),
            Assurance = subject.Namespace == IdentifierNamespace.AnonymousId ? ConsentAssurance.Anonymous : ConsentAssurance.Claimed,
            Evidence = evidence ?? ConsentEvidence.None,
        };
    }

    /// <summary>
    /// That data about a person is about to leave for a recipient, to be appended before it does. Decide first: a disclosure is a fact, not a
    /// permission.
    /// </summary>
    /// <param name="subject">Whom the data is about.</param>
    /// <param name="purpose">What it leaves for.</param>
    /// <param name="recipient">Who receives it, by the name that the person will be told.</param>
    /// <param name="categories">The taxonomy keys or fideslang categories that leave.</param>
    /// <exception cref="ArgumentException"><paramref name="recipient"/> is null or blank.</exception>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 15(1)(c), 19</seealso>
    public ConsentRecord DraftDisclosure(Identifier subject, string purpose, string recipient, params IEnumerable<string> categories)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(recipient);
        return Draft(ConsentAct.Disclosed, subject, purpose) with
        {
            Origin = ConsentOrigin.Operator, Recipient = recipient, DataCategories = [.. categories],
        };
    }

    /// <summary>Appends one record: see <see cref="AppendAsync(ConsentLog, IReadOnlyList{ConsentRecord}, CancellationToken)"/>.</summary>
    public async ValueTask<ConsentReceiptEntry> AppendAsync(ConsentLog log, ConsentRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (await AppendAsync(log, [record], cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// Appends records in order. The ledger sets their sequence, time of recording and, where empty, id. Appending the same act twice changes no
    /// decision.
    /// </summary>
    /// <exception cref="ArgumentException">A record is not one that can stand in a log; nothing was appended.</exception>
    public ValueTask<IReadOnlyList<ConsentReceiptEntry>> AppendAsync(
        ConsentLog log, IReadOnlyList<ConsentRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(records);
        return AppendAsync(log, records, [], cancellationToken);
    }

    /// <summary>
    /// Reads the records in which any of the identifiers acts or is bound, do-not-contact marks included, by sequence. Erased records are gone;
    /// a refusal whose actor was erased still binds the others.
    /// </summary>
    /// <exception cref="InvalidDataException">A record does not open although it should: the log was altered.</exception>
    public async ValueTask<IReadOnlyList<ConsentRecord>> ReadAsync(
        ConsentLog log, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(identifiers);
        var store = KeysOf(log);
        if (await HouseKeys.FindAsync(log, store, cancellationToken).ConfigureAwait(false) is not { } house)
        {
            return [];
        }

        using var opener = new RecordOpener(house, identifiers, _time.GetUtcNow());
        var entries = await log.ReadAsync(opener.Lookups, cancellationToken).ConfigureAwait(false);
        var actors = entries.Where(entry => entry.IsActorKnown).Select(entry => entry.Subjects[0]).ToHashSet();
        var secrets = await store.FindAsync(actors, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(entry => opener.Open(entry, secrets)).OfType<ConsentRecord>().OrderBy(record => record.Sequence)];
    }

    /// <summary>A person's records, folded and ready to decide.</summary>
    /// <exception cref="InvalidDataException">A record does not open although it should: the log was altered.</exception>
    public async ValueTask<SubjectConsent> LoadAsync(
        ConsentLog log, ConsentRules rules, IReadOnlyCollection<Identifier> identifiers, CancellationToken cancellationToken) =>
        new(rules, identifiers, await ReadAsync(log, identifiers, cancellationToken).ConfigureAwait(false));

    /// <summary>The policy texts that were ever published, for <see cref="ConsentRules.Policies"/>.</summary>
    public async ValueTask<PolicyHistory> ReadPoliciesAsync(ConsentLog log, CancellationToken cancellationToken) =>
        PolicyHistory.From(await ReadAsync(log, [ConsentRecord.Controller], cancellationToken).ConfigureAwait(false));

    /// <summary>A key for a use of the host's own; null while the log has no secret yet and may not make one.</summary>
    internal async ValueTask<byte[]?> FindKeyAsync(ConsentLog log, string use, bool mayWrite, CancellationToken cancellationToken)
    {
        var store = KeysOf(log);
        var house = mayWrite
            ? await HouseKeys.OpenAsync(log, store, cancellationToken).ConfigureAwait(false)
            : await HouseKeys.FindAsync(log, store, cancellationToken).ConfigureAwait(false);
        return house?.KeyFor(use);
    }

    /// <summary>A token for a one-click link. Each call gives another; all stay good for as long as the log lives.</summary>
    /// <exception cref="ArgumentException">The purpose is null or blank, or the identifier empty.</exception>
    public async ValueTask<string> ProtectAsync(ConsentLog log, WithdrawalToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentException.ThrowIfNullOrWhiteSpace(token.Purpose);
        ArgumentException.ThrowIfNullOrWhiteSpace(token.Subject.Value);
        var house = await HouseKeys.OpenAsync(log, KeysOf(log), cancellationToken).ConfigureAwait(false);
        return house.Protect(token.Plain);
    }

    /// <summary>What a one-click link says; null when it was not made by this log, or was altered.</summary>
    public async ValueTask<WithdrawalToken?> UnprotectAsync(ConsentLog log, string? token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (token is null || token.Length > WithdrawalToken.MaxLength)
        {
            return null;
        }

        var house = await HouseKeys.FindAsync(log, KeysOf(log), cancellationToken).ConfigureAwait(false);
        return house?.Unprotect(token) is { } plain ? WithdrawalToken.Parse(plain) : null;
    }

    /// <summary>
    /// Erases a person from the log: an erasure record for each of their identifiers that has records, then every sealed payload, lookup and
    /// key of theirs is destroyed. A refusal of theirs that also binds somebody who stays is handed on under a pseudonym first. Leaves stay, and so does every proof ever given. Erasing again changes no decision.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="identifiers">All identifiers of the person.</param>
    /// <param name="suppress">
    /// Purposes, such as <c>marketing.email</c>, for which an objection under a pseudonym stays behind, so that a person who comes back through an
    /// old list is not contacted. The same identifier, in the same spelling, is recognised; nobody can be found by it. Empty for none.
    /// </param>
    /// <param name="cancellationToken">Cancels between steps; the caller then rolls back its session.</param>
    /// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 17</seealso>
    public ValueTask<ErasureReceipt> EraseAsync(
        ConsentLog log, IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<string> suppress, CancellationToken cancellationToken) =>
        EraseAsync(log, identifiers, suppress, hold: null, cancellationToken);

    /// <summary>Erases a person, and keeps the proof of what they agreed to or refused under a legal hold: see <see cref="LegalHold"/>.</summary>
    /// <inheritdoc cref="EraseAsync(ConsentLog, IReadOnlyCollection{Identifier}, IReadOnlyCollection{string}, CancellationToken)" />
    public async ValueTask<ErasureReceipt> EraseAsync(
        ConsentLog log,
        IReadOnlyCollection<Identifier> identifiers,
        IReadOnlyCollection<string> suppress,
        LegalHold? hold,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(identifiers);
        ArgumentNullException.ThrowIfNull(suppress);
        await log.LockHeadAsync(cancellationToken).ConfigureAwait(false);
        var store = KeysOf(log);
        var house = await HouseKeys.OpenAsync(log, store, cancellationToken).ConfigureAwait(false);
        var subjects = identifiers.Distinct().ToDictionary(house.Lookup);
        var known = await store.FindAsync(subjects.Keys, cancellationToken).ConfigureAwait(false);
        var erasures = subjects.Where(subject => known.ContainsKey(subject.Key)).Select(subject => Draft(ConsentAct.Erased, subject.Value, ""));
        var marks = subjects.Values.SelectMany(
            _ => suppress,
            (identifier, purpose) => Draft(ConsentAct.Objected, house.Pseudonym(identifier), purpose) with { Origin = ConsentOrigin.Operator });
        var left = await InheritedAsync(log, house, subjects, known, cancellationToken).ConfigureAwait(false);
        var reference = hold is null || known.Count == 0 ? null : _ids.Next(_time.GetUtcNow()).ToString("N");
        var held = reference is null ? [] : await HeldAsync(log, hold!, reference, known, cancellationToken).ConfigureAwait(false);
        var receipts = await AppendAsync(log, [.. held, .. erasures, .. marks], left, cancellationToken).ConfigureAwait(false);
        var payloads = await log.EraseAsync([.. subjects.Keys], cancellationToken).ConfigureAwait(false);
        var keys = await store.DestroyAsync([.. subjects.Keys], cancellationToken).ConfigureAwait(false);
        return new ErasureReceipt(
            _time.GetUtcNow(),
            [.. receipts.Where(receipt => receipt.Record.Act == ConsentAct.Erased).Select(receipt => receipt.Record.Sequence)],
            payloads,
            keys,
            [.. suppress])
        {
            Hold = reference,
        };
    }

    /// <summary>The keys of the house that the log belongs to; null while it has none.</summary>
    internal ValueTask<HouseKeys?> FindKeysAsync(ConsentLog log, CancellationToken cancellationToken) =>
        HouseKeys.FindAsync(log, KeysOf(log), cancellationToken);

    /// <summary>The keys of the house that the log belongs to, made on first use.</summary>
    internal ValueTask<HouseKeys> OpenKeysAsync(ConsentLog log, CancellationToken cancellationToken) =>
        HouseKeys.OpenAsync(log, KeysOf(log), cancellationToken);

    private async ValueTask<IReadOnlyList<ConsentReceiptEntry>> AppendAsync(
        ConsentLog log, IReadOnlyList<ConsentRecord> records, IReadOnlyList<Inherited> inherited, CancellationToken cancellationToken)
    {
        if (records.Select(ConsentRecordChecks.Find).FirstOrDefault(mistake => mistake is not null) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(records));
        }

        if (records.Count + inherited.Count == 0)
        {
            return [];
        }

        // The lock comes first: no erasure may destroy a key between its reading and its use.
        var head = await log.LockHeadAsync(cancellationToken).ConfigureAwait(false);
        var store = KeysOf(log);
        var house = await HouseKeys.OpenAsync(log, store, cancellationToken).ConfigureAwait(false);
        Inherited[] all = [.. records.Select(record => new Inherited(record, [])), .. inherited];
        SubjectLookup[] subjects = [.. all.Select(one => house.Lookup(one.Record.Subject))];
        var secrets = await SecretsAsync(store, subjects, cancellationToken).ConfigureAwait(false);
        using var sealer = new RecordSealer(house, secrets, head, _time.GetUtcNow().ToUniversalTime());
        foreach (var ((record, bound), subject) in all.Zip(subjects))
        {
            sealer.Add(record.RecordId == Guid.Empty ? record with { RecordId = _ids.Next(_time.GetUtcNow()) } : record, subject, bound);
        }

        await log.AppendAsync(sealer.Entries, sealer.Head, cancellationToken).ConfigureAwait(false);
        return sealer.Receipts;
    }

    // What is left to those who stay: act, purpose and time of a refusal that binds them, and nothing of who made it.
    private async ValueTask<IReadOnlyList<Inherited>> InheritedAsync(
        ConsentLog log,
        HouseKeys house,
        IReadOnlyDictionary<SubjectLookup, Identifier> erased,
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets,
        CancellationToken cancellationToken)
    {
        var left = new List<Inherited>();
        using var opener = new RecordOpener(house, erased.Values, _time.GetUtcNow());
        foreach (var entry in await log.ReadAsync([.. erased.Keys], cancellationToken).ConfigureAwait(false))
        {
            var isBinding = entry.Subjects.Any(subject => !erased.ContainsKey(subject));
            if (isBinding && opener.Unseal(entry, secrets) is var (record, bound) && record.Act != ConsentAct.Erased)
            {
                var heirs = bound.Intersect(entry.Subjects).Where(subject => !erased.ContainsKey(subject));
                left.Add(new Inherited(Anonymous(record), [.. heirs]));
            }
        }

        return left;
    }

    private ConsentRecord Anonymous(ConsentRecord record) => new()
    {
        Subject = new Identifier("erased", _ids.Next(_time.GetUtcNow()).ToString("N")),
        Act = record.Act,
        Kind = record.Kind,
        Purpose = record.Purpose,
        OccurredAt = record.EffectiveAt,
        Origin = record.Origin,
        Assurance = record.Assurance,
    };

    private readonly record struct Inherited(ConsentRecord Record, ImmutableArray<SubjectLookup> Bound);

    private SubjectKeyStore KeysOf(ConsentLog log) => _keys ?? log.Keys;

    private static async ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> SecretsAsync(
        SubjectKeyStore store, IEnumerable<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var wanted = subjects.ToHashSet();
        var found = await store.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (found.Count == wanted.Count)
        {
            return found;
        }

        var missing = wanted.Where(subject => !found.ContainsKey(subject));
        var made = missing.ToDictionary(subject => subject, _ => (ReadOnlyMemory<byte>)SubjectKey.CreateSecret());
        var added = await store.AddAsync(made, cancellationToken).ConfigureAwait(false);
        return found.Concat(added).ToDictionary();
    }
}
