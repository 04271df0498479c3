using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// One leaf of the consent log in its fixed binary form "FPL1": a clear <see cref="LeafHeader"/> and the hash of the sealed payload.
/// Erasing a person removes the payload and the key; the leaf and every proof over it stay.
/// </summary>
/// <param name="Header">What is said in the clear.</param>
/// <param name="Nonce">The nonce that the payload was sealed with.</param>
/// <param name="PayloadHash">SHA-256 over ciphertext and tag.</param>
public readonly record struct ConsentLeaf(LeafHeader Header, PayloadNonce Nonce, Hash256 PayloadHash)
{
    /// <summary>The longest purpose id, in bytes of UTF-8.</summary>
    public const int MaxPurposeBytes = 512;

    /// <summary>The longest leaf in bytes.</summary>
    public const int MaxEncodedLength = FixedLength + MaxPurposeBytes;

    internal const int PurposeAt = 4 + 1 + 8 + 4 + 16 + Hash256.Length;
    internal const int TailLength = 1 + Hash256.Length + PayloadNonce.Length + Hash256.Length;
    internal const int FixedLength = PurposeAt + 2 + TailLength;

    /// <summary>The length of this leaf's encoding in bytes.</summary>
    public int EncodedLength => FixedLength + Encoding.UTF8.GetByteCount(Header.Purpose ?? "");

    internal static ReadOnlySpan<byte> Magic => "FPL1"u8;

    /// <summary>The leaf's bytes in a new array.</summary>
    /// <exception cref="ArgumentException">The purpose is longer than <see cref="MaxPurposeBytes"/> or not well-formed UTF-16.</exception>
    public byte[] Encode()
    {
        var bytes = new byte[EncodedLength];
        Encode(bytes);
        return bytes;
    }

    /// <summary>Writes the leaf's bytes and returns how many there are. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">
    /// The purpose is too long or not well-formed UTF-16, or <paramref name="destination"/> is too short.
    /// </exception>
    public int Encode(Span<byte> destination)
    {
        var length = EncodedLength;
        if (length > MaxEncodedLength || destination.Length < length)
        {
            throw new ArgumentException("The purpose is too long, or the destination too short.", nameof(destination));
        }

        Magic.CopyTo(destination);
        destination[4] = Header.Kind;
        BinaryPrimitives.WriteUInt64BigEndian(destination[5..], Header.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[13..], Header.Day);
        Header.RecordId.TryWriteBytes(destination[17..], bigEndian: true, out _);
        Header.SubjectCommitment.CopyTo(destination[33..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PurposeAt..], (ushort)(length - FixedLength));
        if (Utf8.FromUtf16(Header.Purpose, destination[(PurposeAt + 2)..], out _, out _, replaceInvalidSequences: false) != 0)
        {
            throw new ArgumentException("The purpose is not well-formed text.", nameof(destination));
        }

        var tail = destination[(length - TailLength)..length];
        tail[0] = Header.Act;
        Header.PolicyHash.CopyTo(tail[1..]);
        Nonce.CopyTo(tail[33..]);
        PayloadHash.CopyTo(tail[45..]);
        return length;
    }

    /// <summary>The leaf's hash in the tree. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The purpose is longer than <see cref="MaxPurposeBytes"/> or not well-formed UTF-16.</exception>
    public Hash256 Hash()
    {
        Span<byte> bytes = stackalloc byte[MaxEncodedLength];
        return MerkleTree.HashLeaf(bytes[..Encode(bytes)]);
    }

    /// <summary>True when the ciphertext, tag included, is the one that the leaf was made over.</summary>
    public bool Names(ReadOnlySpan<byte> ciphertext)
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        SHA256.HashData(ciphertext, hash);
        return PayloadHash == new Hash256(hash);
    }

    /// <summary>Reads a leaf's bytes.</summary>
    /// <exception cref="FormatException">The bytes are not one whole FPL1 leaf and nothing else.</exception>
    public static ConsentLeaf Decode(ReadOnlySpan<byte> bytes) =>
        TryDecode(bytes, out var leaf) ? leaf : throw new FormatException("The bytes are not one whole FPL1 leaf.");

    /// <summary>Reads a leaf's bytes; false unless they are one whole FPL1 leaf and nothing else.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ConsentLeaf leaf)
    {
        leaf = default;
        if (!LeafView.TryRead(bytes, out var view))
        {
            return false;
        }

        var header = new LeafHeader(
            view.Kind,
            view.Sequence,
            view.Day,
            view.RecordId,
            view.SubjectCommitment,
            Encoding.UTF8.GetString(view.Purpose),
            view.Act,
            view.PolicyHash);
        leaf = new ConsentLeaf(header, view.Nonce, view.PayloadHash);
        return true;
    }
}
