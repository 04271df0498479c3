using System.Buffers.Binary;
using FirstParty.Storage;

namespace FirstParty.Sqlite.Native;

/// <summary>How small values lie in columns: keys as 16 bytes, big-endian; instants as 100 ns since 1970, UTC.</summary>
internal static class Binary
{
    public const int KeySize = 16;

    public static void Write(Span<byte> bytes, UInt128 key) => BinaryPrimitives.WriteUInt128BigEndian(bytes, key);

    /// <exception cref="StorageException">The column does not hold 16 bytes.</exception>
    public static UInt128 ReadKey(ReadOnlySpan<byte> bytes) => bytes.Length == KeySize
        ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
        : throw Malformed();

    public static long Ticks(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    /// <exception cref="StorageException">The count lies outside the years 1 to 9999.</exception>
    public static DateTimeOffset Instant(long ticks) =>
        ticks >= -DateTimeOffset.UnixEpoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks
            ? new DateTimeOffset(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero)
            : throw Malformed();

    public static StorageException Malformed(Exception? inner = null) =>
        new(StorageError.Corrupt, "The database holds a value that this version did not write. Restore a backup.", inner);
}
