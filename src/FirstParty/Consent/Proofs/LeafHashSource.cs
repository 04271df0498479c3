namespace FirstParty.Consent.Proofs;

/// <summary>
/// Where proof generation reads the log's leaf hashes from.
/// </summary>
/// <remarks>
/// For implementers: leaf hashes never change once appended, so reads need no lock beyond the store's own. A store that also keeps the
/// roots of complete subtrees (say one for each 256 leaves) overrides <see cref="ReadSubtreeAsync"/> and turns a proof from O(n) into O(n /
/// 256) reads.
/// </remarks>
public abstract class LeafHashSource
{
    /// <summary>Fills all of <paramref name="destination"/> with the leaf hashes from index <paramref name="first"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log has fewer leaves than asked for.</exception>
    public abstract ValueTask ReadAsync(ulong first, Memory<Hash256> destination, CancellationToken cancellationToken);

    /// <summary>
    /// The root of the complete subtree of 2^<paramref name="level"/> leaves that begins at leaf <paramref name="index"/> · 2^<paramref
    /// name="level"/>, or null when it is not stored and must be computed from the leaves.
    /// </summary>
    public virtual ValueTask<Hash256?> ReadSubtreeAsync(int level, ulong index, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Hash256?>(null);
}
