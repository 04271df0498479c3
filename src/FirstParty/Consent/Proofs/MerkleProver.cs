using System.Numerics;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// Makes inclusion and consistency proofs from a log's leaf hashes. Stateless; as safe for concurrent use as the source is.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.1">RFC 9162, 2.1.3.1 and 2.1.4.1</seealso>
public sealed class MerkleProver
{
    private const int ChunkLevel = 10;
    private readonly LeafHashSource _source;

    /// <summary>A prover over a source.</summary>
    public MerkleProver(LeafHashSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
    }

    /// <summary>The root of the tree of the first <paramref name="size"/> leaves.</summary>
    public ValueTask<Hash256> RootAsync(ulong size, CancellationToken cancellationToken) =>
        size == 0 ? ValueTask.FromResult(MerkleTree.EmptyRoot) : RangeRootAsync(0, size, cancellationToken);

    /// <summary>
    /// The proof, nearest sibling first, that leaf <paramref name="index"/> (from 0) stands in the tree of the first <paramref
    /// name="size"/> leaves.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not below <paramref name="size"/>.</exception>
    public async ValueTask<IReadOnlyList<Hash256>> ProveInclusionAsync(ulong index, ulong size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<Hash256>();
        var first = 0UL;
        while (size > 1)
        {
            var split = LargestPowerBelow(size);
            if (index - first < split)
            {
                proof.Add(await RangeRootAsync(first + split, size - split, cancellationToken).ConfigureAwait(false));
                size = split;
            }
            else
            {
                proof.Add(await RangeRootAsync(first, split, cancellationToken).ConfigureAwait(false));
                (first, size) = (first + split, size - split);
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>
    /// The proof that the first <paramref name="oldSize"/> leaves are the beginning of the first <paramref name="newSize"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="oldSize"/> is above <paramref name="newSize"/>.</exception>
    public async ValueTask<IReadOnlyList<Hash256>> ProveConsistencyAsync(
        ulong oldSize, ulong newSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<Hash256>();
        var (first, old, size) = (0UL, oldSize, newSize);
        while (old != size && old != 0)
        {
            var split = LargestPowerBelow(size);
            if (old <= split)
            {
                proof.Add(await RangeRootAsync(first + split, size - split, cancellationToken).ConfigureAwait(false));
                size = split;
            }
            else
            {
                proof.Add(await RangeRootAsync(first, split, cancellationToken).ConfigureAwait(false));
                (first, old, size) = (first + split, old - split, size - split);
            }
        }

        // The verifier knows the old root itself; any other starting node must be told.
        if (first != 0)
        {
            proof.Add(await RangeRootAsync(first, size, cancellationToken).ConfigureAwait(false));
        }

        proof.Reverse();
        return proof;
    }

    private async ValueTask<Hash256> RangeRootAsync(ulong first, ulong count, CancellationToken cancellationToken)
    {
        if (BitOperations.IsPow2(count))
        {
            return await SubtreeRootAsync(BitOperations.Log2(count), first, cancellationToken).ConfigureAwait(false);
        }

        var split = LargestPowerBelow(count);
        var left = await SubtreeRootAsync(BitOperations.Log2(split), first, cancellationToken).ConfigureAwait(false);
        var right = await RangeRootAsync(first + split, count - split, cancellationToken).ConfigureAwait(false);
        return MerkleTree.HashChildren(left, right);
    }

    private async ValueTask<Hash256> SubtreeRootAsync(int level, ulong first, CancellationToken cancellationToken)
    {
        if (await _source.ReadSubtreeAsync(level, first >> level, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        if (level > ChunkLevel)
        {
            var left = await SubtreeRootAsync(level - 1, first, cancellationToken).ConfigureAwait(false);
            var right = await SubtreeRootAsync(level - 1, first + (1UL << (level - 1)), cancellationToken).ConfigureAwait(false);
            return MerkleTree.HashChildren(left, right);
        }

        var hashes = new Hash256[1 << level];
        await _source.ReadAsync(first, hashes, cancellationToken).ConfigureAwait(false);
        for (var count = hashes.Length; count > 1; count /= 2)
        {
            for (var i = 0; i < count; i += 2)
            {
                hashes[i / 2] = MerkleTree.HashChildren(hashes[i], hashes[i + 1]);
            }
        }

        return hashes[0];
    }

    private static ulong LargestPowerBelow(ulong size) => 1UL << BitOperations.Log2(size - 1);
}
