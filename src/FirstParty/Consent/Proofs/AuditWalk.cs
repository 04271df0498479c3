using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>Walks a log's entries in order and collects what is wrong with them.</summary>
internal sealed class AuditWalk(AuditExpectations expectations)
{
    private readonly CompactRange _range = new();
    private readonly AuditFaults _faults = new();
    private readonly Queue<Checkpoint> _checkpoints = new(expectations.Checkpoints.OrderBy(checkpoint => checkpoint.Size));
    private readonly Dictionary<Hash256, long> _missing = [];
    private readonly HashSet<Hash256> _erased = [];
    private ulong _agreedSize;
    private long _next;
    private long _sealed;
    private long _withoutPayload;
    private bool _isBroken;
    private bool _erasureMayBeAltered;

    /// <summary>Further checks of the caller's report here.</summary>
    public AuditFaults Faults => _faults;

    public void Add(ConsentEntry entry)
    {
        if (entry.Sequence < _next)
        {
            _faults.Add(AuditFaultKind.Surplus, entry.Sequence);
            return;
        }

        if (entry.Sequence > _next)
        {
            _faults.Add(AuditFaultKind.Gap, _next, entry.Sequence - 1);
            _isBroken = true;
        }

        CompareCheckpoints();
        var hash = MerkleTree.HashLeaf(entry.Leaf.Span);
        if (entry.LeafHash is { } kept && kept != hash)
        {
            AddLeafFault(AuditFaultKind.LeafAltered, entry);
        }

        CheckLeaf(entry);
        _range.Append(hash);
        _next = entry.Sequence + 1;
    }

    public AuditReport Complete()
    {
        CompareCheckpoints();
        if (_checkpoints.TryPeek(out var ahead) && !_isBroken)
        {
            _faults.Add(AuditFaultKind.RolledBack, _next, (long)ahead.Size - 1);
        }

        CompareHead();
        foreach (var (commitment, sequence) in _missing)
        {
            if (!_erased.Contains(commitment) && !_erasureMayBeAltered)
            {
                _faults.Add(AuditFaultKind.PayloadMissing, sequence);
            }
        }

        return new AuditReport((long)_range.Size, _range.Root, _sealed, _withoutPayload, _faults.Sorted());
    }

    private void CheckLeaf(ConsentEntry entry)
    {
        if (!LeafView.TryRead(entry.Leaf.Span, out var leaf) || leaf.Sequence != (ulong)entry.Sequence)
        {
            AddLeafFault(AuditFaultKind.LeafMalformed, entry);
            return;
        }

        if (leaf.Act == (byte)ConsentAct.Erased)
        {
            _erased.Add(leaf.SubjectCommitment);
        }

        CheckPayload(entry, leaf);
        if (expectations.PolicyTexts is { } texts && leaf.PolicyHash is { IsZero: false } text && !texts.Contains(text))
        {
            _faults.Add(AuditFaultKind.PolicyTextUnknown, entry.Sequence);
        }
    }

    // An erasure record has no payload either: if it was altered, what it erased would seem to be missing.
    private void AddLeafFault(AuditFaultKind kind, ConsentEntry entry)
    {
        _faults.Add(kind, entry.Sequence);
        _erasureMayBeAltered |= entry.Ciphertext is null;
    }

    private void CheckPayload(ConsentEntry entry, LeafView leaf)
    {
        if (entry.Ciphertext is not { } ciphertext)
        {
            _withoutPayload++;
            _missing.TryAdd(leaf.SubjectCommitment, entry.Sequence);
            return;
        }

        _sealed++;
        Span<byte> hash = stackalloc byte[Hash256.Length];
        SHA256.HashData(ciphertext.Span, hash);
        if (leaf.PayloadHash != new Hash256(hash))
        {
            _faults.Add(AuditFaultKind.PayloadAltered, entry.Sequence);
        }
        else if (leaf.Act == (byte)ConsentAct.Erased)
        {
            _faults.Add(AuditFaultKind.ErasureIncomplete, entry.Sequence);
        }
    }

    // A gap moves every later leaf, so that no root after it says anything.
    private void CompareCheckpoints()
    {
        while (!_isBroken && _checkpoints.TryPeek(out var checkpoint) && checkpoint.Size == _range.Size)
        {
            _checkpoints.Dequeue();
            if (checkpoint.Root == _range.Root)
            {
                _agreedSize = checkpoint.Size;
            }
            else
            {
                _faults.AddUnlessNamed(AuditFaultKind.HistoryAltered, (long)_agreedSize, (long)checkpoint.Size - 1);
                _isBroken = true;
            }
        }
    }

    private void CompareHead()
    {
        if (expectations.Head is not { } head)
        {
            return;
        }

        CompactRange kept;
        try
        {
            kept = CompactRange.FromBytes(head.CompactRange.Span);
        }
        catch (FormatException)
        {
            _faults.Add(AuditFaultKind.HeadMalformed, _next);
            return;
        }

        if (kept.Size != (ulong)head.Size)
        {
            _faults.Add(AuditFaultKind.HeadMalformed, _next);
        }
        else if (head.Size > _next)
        {
            _faults.Add(AuditFaultKind.Gap, _next, head.Size - 1);
        }
        else if (head.Size < _next)
        {
            _faults.Add(AuditFaultKind.Surplus, head.Size, _next - 1);
        }
        else if (!_isBroken && _range.FindDifference(kept) is var (first, last))
        {
            _faults.AddUnlessNamed(AuditFaultKind.HistoryAltered, (long)first, (long)last);
        }
    }
}
