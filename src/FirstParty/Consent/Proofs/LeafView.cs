using System.Buffers.Binary;
using System.Text.Unicode;

namespace FirstParty.Consent.Proofs;

/// <summary>A leaf's fields where they stand in its bytes, for reading many leaves without allocating.</summary>
internal readonly ref struct LeafView
{
    private readonly ReadOnlySpan<byte> _bytes;

    private LeafView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public byte Kind => _bytes[4];

    public ulong Sequence => BinaryPrimitives.ReadUInt64BigEndian(_bytes[5..]);

    public uint Day => BinaryPrimitives.ReadUInt32BigEndian(_bytes[13..]);

    public Guid RecordId => new(_bytes.Slice(17, 16), bigEndian: true);

    public Hash256 SubjectCommitment => new(_bytes.Slice(33, Hash256.Length));

    public ReadOnlySpan<byte> Purpose => _bytes[(ConsentLeaf.PurposeAt + 2)..^ConsentLeaf.TailLength];

    public byte Act => Tail[0];

    public Hash256 PolicyHash => new(Tail.Slice(1, Hash256.Length));

    public PayloadNonce Nonce => PayloadNonce.FromBytes(Tail.Slice(33, PayloadNonce.Length));

    public Hash256 PayloadHash => new(Tail[45..]);

    private ReadOnlySpan<byte> Tail => _bytes[^ConsentLeaf.TailLength..];

    /// <summary>False unless the bytes are one whole FPL1 leaf and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out LeafView leaf)
    {
        leaf = new LeafView(bytes);
        return bytes.Length is >= ConsentLeaf.FixedLength and <= ConsentLeaf.MaxEncodedLength
            && bytes.StartsWith(ConsentLeaf.Magic)
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[ConsentLeaf.PurposeAt..]) == bytes.Length - ConsentLeaf.FixedLength
            && Utf8.IsValid(leaf.Purpose);
    }
}
