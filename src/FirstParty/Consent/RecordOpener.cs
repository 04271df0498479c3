using System.Collections.Immutable;
using FirstParty.Consent.Proofs;
using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>Turns a log's entries back into records, as seen by the identifiers that were asked for.</summary>
internal sealed class RecordOpener : IDisposable
{
    private readonly Dictionary<SubjectLookup, Identifier> _asked = [];
    private readonly Dictionary<SubjectLookup, SubjectKey> _keys = [];
    private readonly DateTimeOffset _now;

    internal RecordOpener(HouseKeys house, IEnumerable<Identifier> identifiers, DateTimeOffset now)
    {
        _now = now;
        foreach (var identifier in identifiers)
        {
            _asked[house.Lookup(identifier)] = identifier;
            _asked[house.Lookup(house.Pseudonym(identifier))] = identifier;
        }
    }

    /// <summary>The lookups of the identifiers and of the marks that their erasure may have left.</summary>
    internal IReadOnlyCollection<SubjectLookup> Lookups => _asked.Keys;

    /// <summary>The record; null when it is gone and binds nobody who was asked for.</summary>
    internal ConsentRecord? Open(ConsentEntry entry, IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets)
    {
        var leaf = ConsentLeaf.Decode(entry.Leaf.Span);
        if (leaf.Header.Sequence != (ulong)entry.Sequence)
        {
            throw Altered(entry);
        }

        if (entry.Ciphertext is not { } ciphertext)
        {
            return null;
        }

        if (!secrets.TryGetValue(entry.Subjects[0], out var secret))
        {
            return Remnant(entry, leaf.Header);
        }

        var (record, bound) = Unseal(entry, leaf, ciphertext, secret);
        var subject = record.Subject.Namespace == HouseKeys.SuppressedNamespace && _asked.TryGetValue(entry.Subjects[0], out var asked)
            ? asked
            : record.Subject;
        return record with
        {
            Subject = subject,
            AlsoBinds = [.. bound.Where(_asked.ContainsKey).Select(lookup => _asked[lookup]).Where(other => other != subject)],
        };
    }

    /// <summary>The record as it was sealed, and the lookups of whom it also binds; null when it is gone.</summary>
    internal (ConsentRecord Record, ImmutableArray<SubjectLookup> Bound)? Unseal(
        ConsentEntry entry, IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets) =>
        entry.Ciphertext is { } ciphertext && secrets.TryGetValue(entry.Subjects[0], out var secret)
            ? Unseal(entry, ConsentLeaf.Decode(entry.Leaf.Span), ciphertext, secret)
            : null;

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private (ConsentRecord Record, ImmutableArray<SubjectLookup> Bound) Unseal(
        ConsentEntry entry, ConsentLeaf leaf, ReadOnlyMemory<byte> ciphertext, ReadOnlyMemory<byte> secret) =>
        KeyOf(entry.Subjects[0], secret).TryOpen(leaf, ciphertext.Span, out var payload)
            ? ConsentPayloadReader.Read(leaf.Header, payload)
            : throw Altered(entry);

    // Of a refusal whose key was destroyed elsewhere, the leaf still says act, purpose and day, which is enough to go on binding people. The
    // end of the day errs on the side of refusal.
    private ConsentRecord? Remnant(ConsentEntry entry, LeafHeader header)
    {
        var act = (ConsentAct)header.Act;
        Identifier[] bound = [.. entry.Subjects.Where(_asked.ContainsKey).Select(lookup => _asked[lookup])];
        if (bound.Length == 0 || act == ConsentAct.Erased || !act.IsRestrictive())
        {
            return null;
        }

        var endOfDay = DateTimeOffset.UnixEpoch.AddDays(header.Day + 1).AddTicks(-1);
        var at = endOfDay < _now ? endOfDay : _now;
        return new ConsentRecord
        {
            Subject = bound[0],
            Act = act,
            Kind = (ConsentRecordKind)header.Kind,
            Purpose = header.Purpose,
            OccurredAt = at,
            RecordedAt = at,
            Sequence = entry.Sequence,
            RecordId = header.RecordId,
            AlsoBinds = [.. bound[1..]],
            Evidence = new ConsentEvidence { TextHash = header.PolicyHash },
        };
    }

    private SubjectKey KeyOf(SubjectLookup subject, ReadOnlyMemory<byte> secret)
    {
        if (!_keys.TryGetValue(subject, out var key))
        {
            _keys.Add(subject, key = new SubjectKey(secret.Span));
        }

        return key;
    }

    private static InvalidDataException Altered(ConsentEntry entry) =>
        new($"Consent record {entry.Sequence} does not open: the log was altered.");
}
