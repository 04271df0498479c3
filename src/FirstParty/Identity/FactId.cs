using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FirstParty.Identity;

/// <summary>
/// The identity of a fact: one <c>(source, messageId)</c>, for ever. A messageId that is a UUID is its own key, so that time-ordered ids
/// stay time-ordered; any other is the first 16 bytes of its SHA-256. Totally ordered, so that ties between facts never fall to arrival.
/// </summary>
/// <param name="Source">The source's name, such as <c>web</c>. Compared ordinally.</param>
/// <param name="Key">The 128-bit key of the messageId within its source.</param>
public readonly record struct FactId(string Source, UInt128 Key) : IComparable<FactId>
{
    /// <summary>The id of the fact that a source delivered under a messageId.</summary>
    /// <exception cref="ArgumentException">Either argument is null or blank.</exception>
    public static FactId Of(string source, string messageId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(messageId);
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        if (Guid.TryParseExact(messageId, "D", out var uuid))
        {
            uuid.TryWriteBytes(key, bigEndian: true, out _);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(messageId), key);
        }

        return new FactId(source, BinaryPrimitives.ReadUInt128BigEndian(key));
    }

    /// <inheritdoc />
    public int CompareTo(FactId other) =>
        Key.CompareTo(other.Key) is var byKey and not 0 ? byKey : string.CompareOrdinal(Source, other.Source);

    /// <summary>Orders by key, then by source.</summary>
    public static bool operator <(FactId left, FactId right) => left.CompareTo(right) < 0;

    /// <summary>Orders by key, then by source.</summary>
    public static bool operator >(FactId left, FactId right) => left.CompareTo(right) > 0;

    /// <summary>Orders by key, then by source.</summary>
    public static bool operator <=(FactId left, FactId right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by key, then by source.</summary>
    public static bool operator >=(FactId left, FactId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override int GetHashCode() => Key.GetHashCode(); // Hardly any is in two sources.

    /// <summary>The key's 16 bytes, big-endian.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Key);
        return bytes;
    }
}
