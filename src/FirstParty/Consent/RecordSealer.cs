using System.Collections.Immutable;
using FirstParty.Consent.Proofs;

namespace FirstParty.Consent;

/// <summary>Turns records into the log's next entries, in order, and moves the head along.</summary>
internal sealed class RecordSealer : IDisposable
{
    private readonly HouseKeys _house;
    private readonly IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> _secrets;
    private readonly ConsentLogHead _head;
    private readonly DateTimeOffset _now;
    private readonly CompactRange _range;
    private readonly List<ConsentEntry> _entries = [];
    private readonly List<ConsentReceiptEntry> _receipts = [];
    private readonly Dictionary<SubjectLookup, SubjectKey> _keys = [];

    internal RecordSealer(
        HouseKeys house, IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, ConsentLogHead head, DateTimeOffset now)
    {
        (_house, _secrets, _head, _now) = (house, secrets, head, now);
        _range = CompactRange.FromBytes(head.CompactRange.Span);
        if (_range.Size != (ulong)head.Size)
        {
            throw new InvalidDataException("The consent log's head contradicts itself: the log was altered.");
        }
    }

    internal IReadOnlyList<ConsentEntry> Entries => _entries;

    internal IReadOnlyList<ConsentReceiptEntry> Receipts => _receipts;

    internal ConsentLogHead Head => _head with { Size = (long)_range.Size, CompactRange = _range.ToByteArray() };

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="subject">The acting subject's lookup.</param>
    /// <param name="furtherBound">Lookups of whom it also binds, besides its own <see cref="ConsentRecord.AlsoBinds"/>.</param>
    internal void Add(ConsentRecord record, SubjectLookup subject, ImmutableArray<SubjectLookup> furtherBound)
    {
        var isBinding = record.Act.IsRestrictive();
        record = record with
        {
            Sequence = (long)_range.Size,
            OccurredAt = record.OccurredAt.ToUniversalTime(),
            RecordedAt = _now,
            AlsoBinds = isBinding ? [.. record.AlsoBinds.Distinct().Where(other => other != record.Subject)] : [],
        };
        ImmutableArray<SubjectLookup> bound = [.. record.AlsoBinds.Select(_house.Lookup).Concat(furtherBound).Distinct()];
        var key = KeyOf(subject);
        var header = new LeafHeader(
            (byte)record.Kind,
            (ulong)record.Sequence,
            LeafHeader.DayOf(_now),
            record.RecordId,
            key.Commit(HouseKeys.Canonical(record.Subject)),
            record.Purpose,
            (byte)record.Act,
            record.Evidence.TextHash);
        var entry = key.Seal(header, ConsentPayload.Write(record, bound), PayloadNonce.Create());
        _range.Append(entry.LeafHash);
        _entries.Add(new ConsentEntry(record.Sequence, entry.Leaf.Encode(), entry.Ciphertext, [subject, .. bound]) { LeafHash = entry.LeafHash });
        _receipts.Add(new ConsentReceiptEntry(record, entry.LeafHash));
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private SubjectKey KeyOf(SubjectLookup subject)
    {
        if (!_keys.TryGetValue(subject, out var key))
        {
            _keys.Add(subject, key = new SubjectKey(_secrets[subject].Span));
        }

        return key;
    }
}
