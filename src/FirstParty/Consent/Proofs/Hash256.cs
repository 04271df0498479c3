using System.Buffers.Binary;
using System.Globalization;

namespace FirstParty.Consent.Proofs;

/// <summary>
/// Thirty-two bytes: a SHA-256 digest or an HMAC-SHA-256. Compared by value; the default is all zeros, which stands for "none".
/// </summary>
public readonly struct Hash256 : IEquatable<Hash256>
{
    /// <summary>The length in bytes: 32.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> is not 32 bytes long.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException("A hash has exactly 32 bytes.", nameof(bytes));
        }

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>True for the default value, all zeros.</summary>
    public bool IsZero => _high == UInt128.Zero && _low == UInt128.Zero;

    /// <summary>Reads 64 hexadecimal digits, either case.</summary>
    /// <exception cref="FormatException"><paramref name="hex"/> is not 64 hexadecimal digits.</exception>
    public static Hash256 Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return TryParse(hex, out var hash) ? hash : throw new FormatException("A hash is written as 64 hexadecimal digits.");
    }

    /// <summary>Reads 64 hexadecimal digits, either case; false for anything else, null included.</summary>
    public static bool TryParse(string? hex, out Hash256 hash)
    {
        if (hex?.Length == 2 * Length
            && UInt128.TryParse(hex.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && UInt128.TryParse(hex.AsSpan(32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            hash = new Hash256(Convert.FromHexString(hex));
            return true;
        }

        hash = default;
        return false;
    }

    /// <summary>Writes the 32 bytes to the front of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than 32 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException("The destination is shorter than 32 bytes.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _low);
    }

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc />
    public bool Equals(Hash256 other) => _high == other._high && _low == other._low;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    /// <summary>True when all 32 bytes agree.</summary>
    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    /// <summary>True when any byte differs.</summary>
    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);
}
