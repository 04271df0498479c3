using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FirstParty.Consent.Proofs;

/// <summary>The 96-bit number, never used twice under one key, that AES-GCM seals a record's payload with.</summary>
/// <param name="High">The first eight bytes, big-endian.</param>
/// <param name="Low">The last four bytes, big-endian.</param>
public readonly record struct PayloadNonce(ulong High, uint Low)
{
    /// <summary>The length in bytes: 12.</summary>
    public const int Length = 12;

    /// <summary>Twelve bytes from the system's cryptographic source: unique in practice for 2^32 records of one person.</summary>
    public static PayloadNonce Create()
    {
        Span<byte> bytes = stackalloc byte[Length];
        RandomNumberGenerator.Fill(bytes);
        return FromBytes(bytes);
    }

    /// <summary>Copies exactly 12 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 12 bytes long.</exception>
    public static PayloadNonce FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new PayloadNonce(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]))
        : throw new ArgumentException("A nonce has exactly 12 bytes.", nameof(bytes));

    /// <summary>Writes the 12 bytes to the front of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is shorter than 12 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Low);
    }
}
