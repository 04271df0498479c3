namespace FirstParty.Consent.Proofs;

/// <summary>
/// The part of an audit that opens payloads: whether each opens, and whether the people in it are those that it is found by.
/// </summary>
internal sealed class PayloadAudit(ConsentLog log, SubjectKeyStore keys, AuditFaults faults)
{
    private const int LookupsAtOnce = 256;

    // For each lookup, how many entries list it, their positions added up, and the first of them.
    private readonly Dictionary<SubjectLookup, (long Count, long Sum, long First)> _listed = [];
    private HouseKeys? _house;

    public async ValueTask CheckAsync(IReadOnlyList<ConsentEntry> batch, CancellationToken cancellationToken)
    {
        _house ??= await HouseKeys.OpenAsync(log, keys, cancellationToken).ConfigureAwait(false);
        var actors = batch.Where(IsOpenable).Select(entry => entry.Subjects[0]).ToHashSet();
        var secrets = await keys.FindAsync(actors, cancellationToken).ConfigureAwait(false);
        foreach (var entry in batch)
        {
            foreach (var subject in entry.Subjects)
            {
                var (count, sum, first) = _listed.GetValueOrDefault(subject, (0, 0, entry.Sequence));
                _listed[subject] = (count + 1, sum + entry.Sequence, first);
            }

            if (Judge(entry, secrets, _house) is { } fault)
            {
                faults.Add(fault, entry.Sequence);
            }
        }
    }

    /// <summary>Whether each person's records are found by their lookup: exactly those entries that list it.</summary>
    public async ValueTask CheckLookupsAsync(CancellationToken cancellationToken)
    {
        foreach (var lookups in _listed.Keys.Chunk(LookupsAtOnce))
        {
            var found = lookups.ToDictionary(lookup => lookup, _ => (Count: 0L, Sum: 0L));
            foreach (var entry in await log.ReadAsync(lookups, cancellationToken).ConfigureAwait(false))
            {
                foreach (var subject in entry.Subjects)
                {
                    if (found.TryGetValue(subject, out var sofar))
                    {
                        found[subject] = (sofar.Count + 1, sofar.Sum + entry.Sequence);
                    }
                }
            }

            foreach (var lookup in lookups)
            {
                var (count, sum, first) = _listed[lookup];
                if (found[lookup] != (count, sum))
                {
                    faults.Add(AuditFaultKind.LookupAltered, first);
                }
            }
        }
    }

    private static bool IsOpenable(ConsentEntry entry) => entry is { Ciphertext: not null, IsActorKnown: true, Subjects.Length: > 0 };

    private static AuditFaultKind? Judge(
        ConsentEntry entry, IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, HouseKeys house)
    {
        if (entry.Ciphertext is not { } ciphertext)
        {
            return entry.IsActorKnown ? AuditFaultKind.LookupAltered : null;
        }

        if (!ConsentLeaf.TryDecode(entry.Leaf.Span, out var leaf))
        {
            return null;
        }

        if (!IsOpenable(entry))
        {
            return AuditFaultKind.ErasureIncomplete;
        }

        if (!secrets.TryGetValue(entry.Subjects[0], out var secret) || secret.Length != SubjectKey.Length)
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
