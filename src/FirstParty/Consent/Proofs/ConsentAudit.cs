namespace FirstParty.Consent.Proofs;

/// <summary>
/// Reads a consent log from end to end and says whether it is as it was written, naming the first record that is not. Reads only;
/// stateless.
/// </summary>
public static class ConsentAudit
{
    private const int BatchSize = 1_000;

    /// <summary>
    /// Verifies entries, which come in order from position 0: that none is missing or twice there, that each leaf is whole and each sealed
    /// payload is its leaf's, that payloads are missing for erased subjects alone, and that the roots are those expected. Needs no keys.
    /// </summary>
    public static async ValueTask<AuditReport> VerifyAsync(
        IAsyncEnumerable<ConsentEntry> entries, AuditExpectations expectations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(expectations);
        var walk = new AuditWalk(expectations);
        await foreach (var entry in entries.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            walk.Add(entry);
        }

        return walk.Complete();
    }

    /// <summary>
    /// Verifies a log against its head, the given checkpoints and its own published texts' fingerprints if given.
    /// </summary>
    /// <param name="log">The log, in a session that nobody appends in.</param>
    /// <param name="expectations">What else to hold it against; its head is read from the log when none is given.</param>
    /// <param name="keys">
    /// Where the subjects' secrets are, to open every payload and compare the people in it with the lookups that it is found by; null
    /// leaves payloads sealed.
    /// </param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    public static async ValueTask<AuditReport> VerifyAsync(
        ConsentLog log, AuditExpectations expectations, SubjectKeyStore? keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(expectations);
        var head = expectations.Head ?? await log.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var kept = KeptCheckpoint(head, expectations, out var isAltered);
        var walk = new AuditWalk(expectations with
        {
            Head = head,
            Checkpoints = kept is null ? expectations.Checkpoints : [.. expectations.Checkpoints, kept.Checkpoint],
        });
        if (isAltered)
        {
            walk.Faults.Add(AuditFaultKind.CheckpointAltered, head.Size);
        }

        var payloads = keys is null ? null : new PayloadAudit(log, keys, walk.Faults);
        IReadOnlyList<ConsentEntry> batch;
        var next = 0L;
        for (; ; next = batch[^1].Sequence + 1)
        {
            batch = await log.ReadRangeAsync(next, BatchSize, cancellationToken).ConfigureAwait(false);
            if (batch.Count == 0)
            {
                break;
            }

            foreach (var entry in batch)
            {
                walk.Add(entry);
            }

            if (payloads is not null)
            {
                await payloads.CheckAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }

        if (payloads is not null)
        {
            await payloads.CheckLookupsAsync(0, next, cancellationToken).ConfigureAwait(false);
        }

        return walk.Complete();
    }

    // The note that stands with the head is the log's own word: it must be whole, of this log and, where keys are known, signed.
    private static SignedCheckpoint? KeptCheckpoint(ConsentLogHead head, AuditExpectations expectations, out bool isAltered)
    {
        isAltered = head.Checkpoint is not null;
        if (!SignedCheckpoint.TryParse(head.Checkpoint, out var kept))
        {
            return null;
        }

        isAltered = expectations.TrustedKeys.Count > 0 && !expectations.TrustedKeys.Any(kept.IsSignedBy);
        return isAltered ? null : kept;
    }
}
