using System.Buffers.Binary;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Native;

/// <summary>How small values lie in columns: 128-bit keys as uuid, which PostgreSQL orders by its bytes; instants as 100 ns since 1970, UTC.</summary>
internal static class Binary
{
    public static Guid Uuid(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return new Guid(bytes, bigEndian: true);
    }

    public static UInt128 Key(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static long Ticks(DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static long? Ticks(DateTimeOffset? instant) => instant is { } given ? Ticks(given) : null;

    /// <exception cref="StorageException">The count lies outside the years 1 to 9999.</exception>
    public static DateTimeOffset Instant(long ticks) =>
        ticks >= -DateTimeOffset.UnixEpoch.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks
            ? new DateTimeOffset(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero)
            : throw Malformed();

    public static StorageException Malformed(Exception? inner = null) =>
        new(StorageError.Corrupt, "The database holds a value that this version did not write. Restore a backup.", inner);
}
