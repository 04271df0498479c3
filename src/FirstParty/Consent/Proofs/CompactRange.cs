using System.Buffers.Binary;
using System.Numerics;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// The least that must be kept to go on appending to a Merkle tree: the roots of the complete subtrees that make up its right edge, at most
/// 64 hashes for any size. Appending costs one hash on average and log2(size) at worst. Mutable and not safe for concurrent use.
/// </summary>
public sealed class CompactRange
{
    private const int HeaderLength = sizeof(ulong);

    // One slot per level; a slot is live when the bit of its level is set in the size.
    private readonly Hash256[] _levels = new Hash256[64];

    /// <summary>The number of leaves.</summary>
    public ulong Size { get; private set; }

    /// <summary>The root over all leaves so far; <see cref="MerkleTree.EmptyRoot"/> when there are none.</summary>
    public Hash256 Root
    {
        get
        {
            if (Size == 0)
            {
                return MerkleTree.EmptyRoot;
            }

            var level = BitOperations.TrailingZeroCount(Size);
            var root = _levels[level];
            for (level++; level < 64; level++)
            {
                if (((Size >> level) & 1) == 1)
                {
                    root = MerkleTree.HashChildren(_levels[level], root);
                }
            }

            return root;
        }
    }

    /// <summary>Restores what <see cref="ToByteArray"/> gave.</summary>
    /// <exception cref="FormatException">The bytes are not a size followed by exactly the hashes that the size asks for.</exception>
    public static CompactRange FromBytes(ReadOnlySpan<byte> bytes)
    {
        var size = bytes.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt64BigEndian(bytes);
        if (bytes.Length != HeaderLength + (BitOperations.PopCount(size) * Hash256.Length))
        {
            throw new FormatException("A compact range is its size followed by one hash for each bit set in it.");
        }

        var range = new CompactRange { Size = size };
        var rest = bytes[HeaderLength..];
        for (var level = 63; level >= 0; level--)
        {
            if (((size >> level) & 1) == 1)
            {
                range._levels[level] = new Hash256(rest[..Hash256.Length]);
                rest = rest[Hash256.Length..];
            }
        }

        return range;
    }

    /// <summary>Adds a leaf hash at index <see cref="Size"/>.</summary>
    /// <exception cref="InvalidOperationException">The tree already has 2^64 - 1 leaves.</exception>
    public void Append(Hash256 leafHash)
    {
        if (Size == ulong.MaxValue)
        {
            throw new InvalidOperationException("The tree is full.");
        }

        var level = 0;
        for (; ((Size >> level) & 1) == 1; level++)
        {
            leafHash = MerkleTree.HashChildren(_levels[level], leafHash);
        }

        _levels[level] = leafHash;
        Size++;
    }

    /// <summary>
    /// Where this range differs from another of the same size: the leaves, first and last, of the leftmost complete subtree whose root is
    /// not the same; null when there is none, or the sizes differ.
    /// </summary>
    internal (ulong First, ulong Last)? FindDifference(CompactRange other)
    {
        var first = 0UL;
        for (var level = 63; level >= 0 && Size == other.Size; level--)
        {
            if (((Size >> level) & 1) == 1)
            {
                var next = first + (1UL << level);
                if (_levels[level] != other._levels[level])
                {
                    return (first, next - 1);
                }

                first = next;
            }
        }

        return null;
    }

    /// <summary>An independent copy.</summary>
    public CompactRange Clone()
    {
        var copy = new CompactRange { Size = Size };
        _levels.CopyTo(copy._levels, 0);
        return copy;
    }

    /// <summary>The size as 8 bytes big-endian, then the subtree roots from the largest to the smallest: at most 2,056 bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[HeaderLength + (BitOperations.PopCount(Size) * Hash256.Length)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Size);
        var rest = bytes.AsSpan(HeaderLength);
        for (var level = 63; level >= 0; level--)
        {
            if (((Size >> level) & 1) == 1)
            {
                _levels[level].CopyTo(rest);
                rest = rest[Hash256.Length..];
            }
        }

        return bytes;
    }
}
