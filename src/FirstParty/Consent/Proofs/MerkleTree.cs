using System.Numerics;
using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// The hashing and the proof checks of a Merkle tree over a log: a leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right).
/// All members are pure, allocate nothing and may be called from any thread.
/// A proof binds a root, not a size: take both from one <see cref="SignedCheckpoint"/>.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1">RFC 9162, 2.1</seealso>
public static class MerkleTree
{
    /// <summary>The most hashes that any proof in a tree of fewer than 2^64 leaves has.</summary>
    public const int MaxProofLength = 64;

    private const int NodeLength = 1 + (2 * Hash256.Length);
    private const int MaxStackLeaf = 1024;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static Hash256 EmptyRoot { get; } = new(SHA256.HashData(ReadOnlySpan<byte>.Empty));

    /// <summary>The hash of one leaf's bytes.</summary>
    public static Hash256 HashLeaf(ReadOnlySpan<byte> leaf)
    {
        var prefixed = leaf.Length < MaxStackLeaf ? stackalloc byte[1 + leaf.Length] : new byte[1 + leaf.Length];
        prefixed[0] = 0;
        leaf.CopyTo(prefixed[1..]);
        return Digest(prefixed);
    }

    /// <summary>The hash of a node over its two children.</summary>
    public static Hash256 HashChildren(Hash256 left, Hash256 right)
    {
        Span<byte> node = stackalloc byte[NodeLength];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + Hash256.Length)..]);
        return Digest(node);
    }

    /// <summary>
    /// True when <paramref name="proof"/> shows that the leaf stands at <paramref name="leafIndex"/> (from 0) under <paramref
    /// name="root"/>.
    /// </summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2">RFC 9162, 2.1.3.2</seealso>
    public static bool VerifyInclusion(
        ulong leafIndex, ulong treeSize, Hash256 leafHash, ReadOnlySpan<Hash256> proof, Hash256 root)
    {
        if (leafIndex >= treeSize)
        {
            return false;
        }

        var (node, last, hash) = (leafIndex, treeSize - 1, leafHash);
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsRightEdge(node, last))
            {
                hash = HashChildren(sibling, hash);
                SkipLeftTurns(ref node, ref last);
            }
            else
            {
                hash = HashChildren(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>
    /// True when <paramref name="proof"/> shows that the tree under <paramref name="newRoot"/> begins with every leaf, unchanged, of the
    /// tree under <paramref name="oldRoot"/>. The empty tree is the beginning of every tree and needs an empty proof.
    /// </summary>
    /// <seealso href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.2">RFC 9162, 2.1.4.2</seealso>
    public static bool VerifyConsistency(
        ulong oldSize, ulong newSize, Hash256 oldRoot, Hash256 newRoot, ReadOnlySpan<Hash256> proof)
    {
        if (oldSize > newSize)
        {
            return false;
        }

        if (oldSize == newSize)
        {
            return proof.IsEmpty && oldRoot == newRoot;
        }

        if (oldSize == 0)
        {
            return proof.IsEmpty && oldRoot == EmptyRoot;
        }

        var startsAtOldRoot = BitOperations.IsPow2(oldSize);
        if (proof.IsEmpty && !startsAtOldRoot)
        {
            return false;
        }

        var first = startsAtOldRoot ? oldRoot : proof[0];
        return FoldConsistency(oldSize, newSize, first, startsAtOldRoot ? proof : proof[1..]) is (true, var before, var after)
            && before == oldRoot && after == newRoot;
    }

    private static (bool Whole, Hash256 Before, Hash256 After) FoldConsistency(
        ulong oldSize, ulong newSize, Hash256 first, ReadOnlySpan<Hash256> rest)
    {
        var shift = BitOperations.TrailingZeroCount(oldSize);
        var (node, last) = ((oldSize - 1) >> shift, (newSize - 1) >> shift);
        var (before, after) = (first, first);
        foreach (var sibling in rest)
        {
            if (last == 0)
            {
                return default;
            }

            if (IsRightEdge(node, last))
            {
                before = HashChildren(sibling, before);
                after = HashChildren(sibling, after);
                SkipLeftTurns(ref node, ref last);
            }
            else
            {
                after = HashChildren(after, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return (last == 0, before, after);
    }

    private static bool IsRightEdge(ulong node, ulong last) => (node & 1) == 1 || node == last;

    private static void SkipLeftTurns(ref ulong node, ref ulong last)
    {
        var turns = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
        (node, last) = (node >> turns, last >> turns);
    }

    private static Hash256 Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[Hash256.Length];
        SHA256.HashData(bytes, digest);
        return new Hash256(digest);
    }
}
