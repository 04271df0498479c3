namespace FirstParty.Consent.Proofs;

/// <summary>What an audit of a consent log found.</summary>
/// <param name="Size">How many records were read.</param>
/// <param name="Root">The root over the leaves as they stand now.</param>
/// <param name="Sealed">How many records still have their sealed payload.</param>
/// <param name="Erased">How many records have lost it to an erasure.</param>
/// <param name="Faults">What is wrong, by position, at most <see cref="MaxFaults"/>; empty when nothing is.</param>
public sealed record AuditReport(long Size, Hash256 Root, long Sealed, long Erased, IReadOnlyList<AuditFault> Faults)
{
    /// <summary>The most faults that are listed.</summary>
    public const int MaxFaults = 100;

    /// <summary>True when nothing is wrong.</summary>
    public bool IsIntact => Faults.Count == 0;

    /// <summary>The fault that concerns the earliest record, or null.</summary>
    public AuditFault? FirstFault => Faults.Count == 0 ? null : Faults[0];
}
