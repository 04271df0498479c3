using FirstParty.Identity;

namespace FirstParty.Consent;

/// <content>What outlives an erasure for a claim, and ends.</content>
public sealed partial class ConsentLedger
{
    /// <summary>The records that a legal hold keeps, by position, checked against their leaves; none when it has ended, or never was.</summary>
    /// <param name="log">The log.</param>
    /// <param name="reference">What the erasure's report said.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    /// <exception cref="InvalidDataException">A record does not open although it should: the log was altered.</exception>
    public async ValueTask<IReadOnlyList<HeldConsent>> OpenHoldAsync(ConsentLog log, string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        var opened = new List<HeldConsent>();
        foreach (var record in await ReadAsync(log, [HeldRecords.Subject(reference)], cancellationToken).ConfigureAwait(false))
        {
            if (record is { Act: ConsentAct.Held, HeldSequence: { } sequence } && _time.GetUtcNow() < record.ValidUntil)
            {
                var entries = await log.ReadRangeAsync(sequence, 1, cancellationToken).ConfigureAwait(false);
                opened.Add((entries is [var entry] ? HeldRecords.Open(record, entry) : null)
                    ?? throw new InvalidDataException($"Consent record {sequence} is not the one that was held: the log was altered."));
            }
        }

        return opened;
    }

    /// <summary>The subjects of holds that are over but still have their key: what <see cref="EraseAsync(ConsentLog, IReadOnlyCollection{Identifier}, IReadOnlyCollection{string}, CancellationToken)"/> ends.</summary>
    internal async ValueTask<IReadOnlyCollection<Identifier>> FindEndedHoldsAsync(ConsentLog log, CancellationToken cancellationToken)
    {
        var controller = await ReadAsync(log, [ConsentRecord.Controller], cancellationToken).ConfigureAwait(false);
        var ended = HeldRecords.Ended(controller, _time.GetUtcNow());
        var store = KeysOf(log);
        if (ended.IsEmpty || await HouseKeys.FindAsync(log, store, cancellationToken).ConfigureAwait(false) is not { } house)
        {
            return [];
        }

        var alive = await store.FindAsync([.. ended.Select(house.Lookup)], cancellationToken).ConfigureAwait(false);
        return [.. ended.Where(subject => alive.ContainsKey(house.Lookup(subject)))];
    }

    // Only what was said and refused is proof of consent; the rest is erased with the person.
    private async ValueTask<IReadOnlyList<ConsentRecord>> HeldAsync(
        ConsentLog log,
        LegalHold hold,
        string reference,
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets,
        CancellationToken cancellationToken)
    {
        var entries = await log.ReadAsync([.. secrets.Keys], cancellationToken).ConfigureAwait(false);
        var acts = entries
            .Where(entry => entry.IsActorKnown && secrets.ContainsKey(entry.Subjects[0])
                && Proofs.LeafView.TryRead(entry.Leaf.Span, out var leaf) && leaf.Kind == (byte)ConsentRecordKind.ConsentAct)
            .Select(entry => (entry, secrets[entry.Subjects[0]]));
        return [.. HeldRecords.Of(hold, reference, acts, (act, subject) => Draft(act, subject, ""))];
    }
}
