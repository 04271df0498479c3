using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// The part of an audit that opens payloads: whether each opens, and whether the people in it are those that it is found by.
/// </summary>
internal sealed class PayloadAudit(ConsentLog log, SubjectKeyStore keys, AuditFaults faults)
{
    private const int RowsAtOnce = 4_096;

    // The rows that the entries call for, as the sum of keyed hashes: sets of equal sums are equal, and no set need be held in memory.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(16);
    private HouseKeys? _house;
    private UInt128 _listed;

    public async ValueTask CheckAsync(IReadOnlyList<ConsentEntry> batch, CancellationToken cancellationToken)
    {
        _house ??= await HouseKeys.FindAsync(log, keys, cancellationToken).ConfigureAwait(false);
        var actors = batch.Where(IsOpenable).Select(entry => entry.Subjects[0]).ToHashSet();
        var secrets = await keys.FindAsync(actors, cancellationToken).ConfigureAwait(false);
        foreach (var entry in batch)
        {
            foreach (var subject in entry.Subjects)
            {
                _listed += Mark(new ConsentLookup(subject, entry.Sequence));
            }

            if (Judge(entry, secrets, _house) is { } fault)
            {
                faults.Add(fault, entry.Sequence);
            }
        }
    }

    /// <summary>Whether each person's records are found by their lookup: exactly those entries that list it.</summary>
    /// <param name="first">The first position of the log.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="cancellationToken">Cancels between reads.</param>
    public async ValueTask CheckLookupsAsync(long first, long end, CancellationToken cancellationToken)
    {
        var kept = UInt128.Zero;
        await foreach (var row in RowsAsync(cancellationToken).ConfigureAwait(false))
        {
            kept += Mark(row);
        }

        if (kept != _listed)
        {
            await NameLookupsAsync(first, end, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask NameLookupsAsync(long first, long end, CancellationToken cancellationToken)
    {
        var unlisted = new HashSet<ConsentLookup>();
        await foreach (var row in RowsAsync(cancellationToken).ConfigureAwait(false))
        {
            unlisted.Add(row);
        }

        IReadOnlyList<ConsentEntry> batch;
        for (var at = first; at < end && (batch = await log.ReadRangeAsync(at, RowsAtOnce, cancellationToken).ConfigureAwait(false)).Count > 0;
            at = batch[^1].Sequence + 1)
        {
            foreach (var entry in batch)
            {
                if (entry.Subjects.Aggregate(false, (missing, subject) => !unlisted.Remove(new ConsentLookup(subject, entry.Sequence)) | missing))
                {
                    faults.Add(AuditFaultKind.LookupAltered, entry.Sequence);
                }
            }
        }

        foreach (var sequence in unlisted.Select(row => row.Sequence).Distinct().Order())
        {
            faults.Add(sequence >= first && sequence < end ? AuditFaultKind.LookupAltered : AuditFaultKind.Surplus, sequence);
        }
    }

    private async IAsyncEnumerable<ConsentLookup> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConsentLookup? last = null;
        IReadOnlyList<ConsentLookup> rows;
        do
        {
            rows = await log.ReadLookupsAsync(last, RowsAtOnce, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                yield return row;
                last = row;
            }
        }
        while (rows.Count == RowsAtOnce);
    }

    private UInt128 Mark(ConsentLookup row)
    {
        Span<byte> bytes = stackalloc byte[40];
        Span<byte> hash = stackalloc byte[Hash256.Length];
        _key.CopyTo(bytes);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], row.Subject.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[32..], row.Sequence);
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static bool IsOpenable(ConsentEntry entry) => entry is { Ciphertext: not null, Subjects.Length: > 0 };

    private static AuditFaultKind? Judge(
        ConsentEntry entry, IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, HouseKeys? house)
    {
        if (entry.Ciphertext is not { } ciphertext || !ConsentLeaf.TryDecode(entry.Leaf.Span, out var leaf))
        {
            return null;
        }

        if (!IsOpenable(entry))
        {
            return AuditFaultKind.ErasureIncomplete;
        }

        if (house is null || !secrets.TryGetValue(entry.Subjects[0], out var secret) || secret.Length != SubjectKey.Length)
        {
            return AuditFaultKind.KeyMissing;
        }

        using var key = new SubjectKey(secret.Span);
        return key.TryOpen(leaf, ciphertext.Span, out var payload) ? Compare(entry, leaf, payload, key, house)
            // An altered ciphertext is the walk's to report.
            : leaf.Names(ciphertext.Span) ? AuditFaultKind.KeyMissing
            : null;
    }

    private static AuditFaultKind? Compare(ConsentEntry entry, ConsentLeaf leaf, byte[] payload, SubjectKey key, HouseKeys house)
    {
        if (OpenedPayload.Read(leaf, payload) is not var (record, bound))
        {
            return AuditFaultKind.LeafAltered;
        }

        var isTheirs = leaf.Header.SubjectCommitment == key.Commit(HouseKeys.Canonical(record.Subject));
        // Those who were erased since are no longer listed; the others stand in their order, and nobody was added.
        var listed = entry.Subjects.AsSpan()[1..];
        var isListed = entry.Subjects[0] == house.Lookup(record.Subject) && listed.IsSubsequenceOf(bound.AsSpan());
        return isTheirs && isListed ? null : AuditFaultKind.LookupAltered;
    }
}

/// <summary>Whether a list is what another leaves when some of its items are taken out.</summary>
file static class Subsequences
{
    public static bool IsSubsequenceOf(this ReadOnlySpan<SubjectLookup> part, ReadOnlySpan<SubjectLookup> whole)
    {
        foreach (var item in whole)
        {
            if (!part.IsEmpty && part[0] == item)
            {
                part = part[1..];
            }
        }

        return part.IsEmpty;
    }
}
