namespace FirstParty.Consent.Proofs;

/// <summary>What a proof bundle proves.</summary>
/// <param name="Fault">Why it proves nothing; <see cref="ProofFault.None"/> when it does.</param>
/// <param name="Checkpoint">The checkpoint that the record stands under; null when nothing is proved.</param>
/// <param name="Leaf">What is proved in the clear: purpose, act, day, text; null when nothing is proved.</param>
/// <param name="Record">The record in full, when the bundle opens it; null otherwise.</param>
public sealed record ProofVerdict(ProofFault Fault, Checkpoint? Checkpoint, LeafHeader? Leaf, ConsentRecord? Record)
{
    /// <summary>True when the leaf, and the record if there is one, stand in the log as claimed.</summary>
    public bool IsProved => Fault == ProofFault.None;

    internal static ProofVerdict Of(ProofFault fault) => new(fault, null, null, null);
}
