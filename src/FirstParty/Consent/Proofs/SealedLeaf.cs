namespace FirstParty.Consent.Proofs;

/// <summary>A record made ready for the log: the leaf that stays, and the ciphertext that erasure deletes.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="LeafHash">The leaf's hash in the tree.</param>
/// <param name="Ciphertext">The sealed payload: ciphertext, then the 16-byte tag.</param>
public sealed record SealedLeaf(ConsentLeaf Leaf, Hash256 LeafHash, ReadOnlyMemory<byte> Ciphertext);
