namespace FirstParty.Consent.Proofs;

/// <summary>The faults found so far, no more of them than are reported.</summary>
internal sealed class AuditFaults
{
    private readonly List<AuditFault> _faults = [];

    public void Add(AuditFaultKind kind, long sequence) => Add(kind, sequence, sequence);

    public void Add(AuditFaultKind kind, long first, long last)
    {
        if (_faults.Count < AuditReport.MaxFaults)
        {
            _faults.Add(new AuditFault(kind, first, last));
        }
    }

    /// <summary>Adds a fault of a stretch, unless one that explains it names a record within.</summary>
    public void AddUnlessNamed(AuditFaultKind kind, long first, long last)
    {
        if (!_faults.Exists(fault => fault.First >= first && fault.First <= last && IsOfLeaf(fault.Kind)))
        {
            Add(kind, first, last);
        }
    }

    public IReadOnlyList<AuditFault> Sorted() => [.. _faults.OrderBy(fault => fault.First).ThenBy(fault => fault.Kind)];

    private static bool IsOfLeaf(AuditFaultKind kind) =>
        kind is AuditFaultKind.LeafAltered or AuditFaultKind.LeafMalformed or AuditFaultKind.Gap;
}
