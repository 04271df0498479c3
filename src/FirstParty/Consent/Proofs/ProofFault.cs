namespace FirstParty.Consent.Proofs;

/// <summary>Why a proof bundle proves nothing.</summary>
public enum ProofFault : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The leaf's bytes are not one whole leaf.</summary>
    LeafMalformed,

    /// <summary>The checkpoint is not a signed note.</summary>
    CheckpointMalformed,

    /// <summary>No trusted key signed the checkpoint.</summary>
    CheckpointUntrusted,

    /// <summary>The public key in the bundle is not the one that signed.</summary>
    PublicKeyMismatch,

    /// <summary>The leaf is not shown to stand in the checkpoint's tree at its position.</summary>
    NotIncluded,

    /// <summary>The log does not extend the checkpoint that the verifier holds, or is not extended by it.</summary>
    PinnedCheckpointConflict,

    /// <summary>The text is not the one that the person saw.</summary>
    PolicyTextMismatch,

    /// <summary>A record is claimed, but nothing opens the payload that would prove it.</summary>
    RecordUnproved,

    /// <summary>The ciphertext is not the leaf's, or the secret does not open it.</summary>
    PayloadMismatch,

    /// <summary>The record claimed is not the one that was sealed.</summary>
    RecordMismatch,

    /// <summary>The person in the record is not the one that the leaf commits to.</summary>
    SubjectMismatch,
}
