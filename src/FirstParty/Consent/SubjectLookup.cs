using System.Buffers.Binary;

namespace FirstParty.Consent;

/// <summary>
/// How a log finds a subject's records without knowing who it is: the first 16 bytes of an HMAC of the identifier under a key that only the
/// ledger has. Erasing a person removes every row that holds theirs.
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct SubjectLookup(UInt128 Value) : IComparable<SubjectLookup>
{
    /// <summary>The length in bytes: 16.</summary>
    public const int Length = 16;

    /// <summary>The lookup whose key is the ledger's own secret rather than a person's.</summary>
    public static SubjectLookup House => default;

    /// <summary>Copies exactly 16 bytes, big-endian.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 16 bytes long.</exception>
    public static SubjectLookup FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new SubjectLookup(BinaryPrimitives.ReadUInt128BigEndian(bytes))
        : throw new ArgumentException("A lookup has exactly 16 bytes.", nameof(bytes));

    /// <summary>The 16 bytes, big-endian.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <inheritdoc />
    public int CompareTo(SubjectLookup other) => Value.CompareTo(other.Value);

    /// <summary>Orders by value.</summary>
    public static bool operator <(SubjectLookup left, SubjectLookup right) => left.Value < right.Value;

    /// <summary>Orders by value.</summary>
    public static bool operator >(SubjectLookup left, SubjectLookup right) => left.Value > right.Value;

    /// <summary>Orders by value.</summary>
    public static bool operator <=(SubjectLookup left, SubjectLookup right) => left.Value <= right.Value;

    /// <summary>Orders by value.</summary>
    public static bool operator >=(SubjectLookup left, SubjectLookup right) => left.Value >= right.Value;
}
