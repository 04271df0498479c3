using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Consent.Proofs.Receipts;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Storage;

namespace FirstParty;

/// <content>What can be shown to others: checkpoints, proofs, receipts, audits.</content>
public sealed partial class PlatformConsent
{
    /// <summary>
    /// Signs the log as it stands and publishes that to every sink, but only if it extends what was signed before: a rewritten log gets no signature. Do it
    /// on a schedule, such as once an hour; the proof of a record needs a checkpoint after it.
    /// </summary>
    /// <exception cref="InvalidOperationException">No signer was configured: add <c>Checkpoints(origin, signer, sinks)</c> to the setup.</exception>
    /// <exception cref="CheckpointConflictException">The log does not extend an earlier checkpoint. Nothing was signed.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<SignedCheckpoint> CheckpointAsync(CancellationToken cancellationToken = default)
    {
        var issuer = Issuer;
        SignedCheckpoint signed;
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var head = await session.Consent.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            var kept = head.Checkpoint is null ? null : SignedCheckpoint.Parse(head.Checkpoint);
            var root = CompactRange.FromBytes(head.CompactRange.Span).Root;
            signed = await issuer
                .IssueAsync((ulong)head.Size, root, new ConsentLogLeaves(session.Consent), kept, cancellationToken).ConfigureAwait(false);
        }

        await _platform.SubmitAsync(new LogWork<bool>((writing, stop) => KeepAsync(writing.Consent, signed, stop)), cancellationToken).ConfigureAwait(false);
        return signed;
    }

    /// <summary>
    /// All that is needed to check a record without this store, years later: the leaf, its way up to a signed checkpoint, the words that the person saw and
    /// the record itself. Check it anywhere with <see cref="ProofBundle.Verify"/>. Signs a new checkpoint when the latest does not reach the record.
    /// </summary>
    /// <param name="sequence">The record's <see cref="ConsentRecord.Sequence"/>.</param>
    /// <param name="open">
    /// Whether the bundle shows the record. What opens it opens every record of the same identifier, so such a bundle is for the person, the court or the
    /// authority alone; without, it proves purpose, act, day and text. An erased record stays erased.
    /// </param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The log holds no such record.</exception>
    /// <exception cref="InvalidOperationException">No signer was configured: add <c>Checkpoints(origin, signer, sinks)</c> to the setup.</exception>
    /// <exception cref="CheckpointConflictException">The log does not extend an earlier checkpoint. Nothing was signed.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    /// <example><code>
    /// var bundle = await cdp.Consent.ProveAsync(grant.Sequence);
    /// var verdict = ProofBundle.Parse(bundle.ToJson()).Verify([publicKey]);   // elsewhere, without the store
    /// </code></example>
    public async ValueTask<ProofBundle> ProveAsync(long sequence, bool open = true, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        var issuer = Issuer;
        if (await ReadCheckpointAsync(cancellationToken).ConfigureAwait(false) is not { } checkpoint || checkpoint.Checkpoint.Size <= (ulong)sequence)
        {
            checkpoint = await CheckpointAsync(cancellationToken).ConfigureAwait(false);
        }

        var policies = await PoliciesAsync(cancellationToken).ConfigureAwait(false);
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var bundle = await new ConsentProver(session.Consent).ProveAsync(
                sequence,
                checkpoint,
                policyText: null,
                open ? session.Consent.Keys : null,
                issuer.TrustedKeys[0] as EcdsaCheckpointVerifier,
                cancellationToken).ConfigureAwait(false);
            return bundle with { PolicyText = policies.TextOf(ConsentLeaf.Decode(bundle.Leaf.Span).Header.PolicyHash) };
        }
    }

    /// <summary>
    /// Checks the whole log: every leaf, every sealed payload, the lookups, the order, the root, the latest checkpoint and its signature, and whether the
    /// texts that people saw were published. Names the first record that was altered.
    /// </summary>
    /// <param name="expectations">What was kept elsewhere, such as checkpoints; null checks the log against itself.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<AuditReport> VerifyAsync(AuditExpectations? expectations = null, CancellationToken cancellationToken = default)
    {
        var wanted = expectations ?? AuditExpectations.None;
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var texts = await TextsAsync(session, cancellationToken).ConfigureAwait(false);
            return await ConsentAudit.VerifyAsync(
                session.Consent,
                wanted with
                {
                    TrustedKeys = wanted.TrustedKeys.Count == 0 && _platform.Parts.Issuer is { } issuer ? issuer.TrustedKeys : wanted.TrustedKeys,
                    PolicyTexts = wanted.PolicyTexts ?? texts,
                },
                session.Consent.Keys,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A receipt for a person to keep: to whom they said what, about which use of their data, and how to change it. Write it with
    /// <see cref="ConsentReceipt.Write"/> as Kantara 1.1, as ISO/IEC TS 27560 in JSON-LD, or as a page for people.
    /// </summary>
    /// <param name="who">The identifier that the person is known by to the reader.</param>
    /// <param name="controller">Who answers for the processing.</param>
    /// <param name="language">The BCP 47 language that purposes are named in.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="ArgumentException">The identifier is not usable.</exception>
    /// <exception cref="Storage.StorageException">The store failed.</exception>
    public async ValueTask<ConsentReceipt> ReceiptAsync(
        Identifier who, ReceiptController controller, string language = "en", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(controller);
        var consent = await LoadAsync(who, WordOf.Person, cancellationToken).ConfigureAwait(false);
        var now = _platform.Now;
        return ConsentReceipt.Of(_platform.Parts.NewId(now), now, _platform.Usable(who), controller, consent) with
        {
            Language = language,
            PublicKey = (_platform.Parts.Issuer?.TrustedKeys[0] as EcdsaCheckpointVerifier)?.SubjectPublicKeyInfo,
        };
    }

    private CheckpointIssuer Issuer => _platform.Parts.Issuer
        ?? throw new InvalidOperationException("No signer was configured. Add Checkpoints(origin, signer, sinks) to the setup.");

    // Without published texts there is nothing to compare; of altered ones the audit itself says so.
    private async ValueTask<IReadOnlySet<Hash256>?> TextsAsync(StorageSession session, CancellationToken cancellationToken)
    {
        try
        {
            var published = await _platform.Parts.Ledger.ReadPoliciesAsync(session.Consent, cancellationToken).ConfigureAwait(false);
            return published.Publications.Count == 0 ? null : published.Publications.Select(record => record.Evidence.TextHash).ToHashSet();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static long? Checkpointed(ConsentLogHead head) =>
        SignedCheckpoint.TryParse(head.Checkpoint, out var kept) ? (long)kept.Checkpoint.Size : null;

    // Another may have signed a later state meanwhile: the later one stays.
    private static async ValueTask<bool> KeepAsync(ConsentLog log, SignedCheckpoint signed, CancellationToken cancellationToken)
    {
        var head = await log.LockHeadAsync(cancellationToken).ConfigureAwait(false);
        var isNewer = (long)signed.Checkpoint.Size > (Checkpointed(head) ?? -1);
        if (isNewer)
        {
            await log.AppendAsync([], head with { Checkpoint = signed.ToString() }, cancellationToken).ConfigureAwait(false);
        }

        return isNewer;
    }

    private async ValueTask<SignedCheckpoint?> ReadCheckpointAsync(CancellationToken cancellationToken)
    {
        var session = await _platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var head = await session.Consent.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            return SignedCheckpoint.TryParse(head.Checkpoint, out var kept) && Issuer.TrustedKeys.Any(kept.IsSignedBy) ? kept : null;
        }
    }
}
