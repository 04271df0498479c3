namespace FirstParty.Sqlite.Tables;

/// <summary>
/// 64 bits of a fact's identity, the same for ever. Those of a UUIDv7 begin with its second, so that keys that are made in time order lie in time
/// order, and are positive; all others are negative, spread evenly.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUIDv7</seealso>
internal static class KeyHash
{
    internal const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    public static long Of(long source, UInt128 key)
    {
        var (high, low) = ((ulong)(key >> 64), (ulong)key);
        var spread = Mix(high ^ Mix(low + ((ulong)source * Odd)));
        var isTimeOrdered = ((high >> 12) & 0xF) == 7 && low >> 62 == 2;
        return (long)(isTimeOrdered ? ((high >> 16) / 1000 << 32) | (spread & uint.MaxValue) : spread | (1UL << 63));
    }

    internal static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EB;
        return bits ^ (bits >> 31);
    }
}
