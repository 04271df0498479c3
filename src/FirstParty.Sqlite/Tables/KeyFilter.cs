namespace FirstParty.Sqlite.Tables;

/// <summary>
/// Says of a hash that it surely was never added, or that it may have been (1 % of those that were not): a new key then needs no look at a
/// random page of a large table. A Bloom filter in blocks of one cache line; grows by adding filters, each four times as large as the one before. What is greater than all
/// that was added, as keys made in time order nearly always are, is known to be new at a glance.
/// </summary>
internal sealed class KeyFilter
{
    private const int WordsABlock = 8;
    private const int BitsAKey = 12;
    private const int Probes = 7;
    private const int FirstCapacity = 500_000;

    private readonly List<ulong[]> _layers = [];
    private long _room;
    private long _greatest = long.MinValue;

    /// <summary>How many hashes were added.</summary>
    public long Count { get; private set; }

    public void Add(long hash)
    {
        if (_room == 0)
        {
            _room = (long)FirstCapacity << (2 * _layers.Count);
            _layers.Add(new ulong[_room * BitsAKey / 64 / WordsABlock * WordsABlock]);
        }

        _room--;
        Count++;
        _greatest = Math.Max(_greatest, hash);
        var bits = Spread(hash);
        var block = Block(_layers[^1], bits);
        for (var probe = 0; probe < Probes; probe++, bits >>= 9)
        {
            block[(int)(bits >> 6) & 7] |= 1UL << (int)(bits & 63);
        }
    }

    public bool MayContain(long hash)
    {
        if (hash > _greatest)
        {
            return false;
        }

        var bits = Spread(hash);
        foreach (var layer in _layers)
        {
            if (Holds(Block(layer, bits), bits))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<ulong> block, ulong bits)
    {
        for (var probe = 0; probe < Probes; probe++, bits >>= 9)
        {
            if ((block[(int)(bits >> 6) & 7] & (1UL << (int)(bits & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static Span<ulong> Block(ulong[] layer, ulong bits)
    {
        var block = (long)(((UInt128)KeyHash.Mix(bits) * (ulong)(layer.Length / WordsABlock)) >> 64);
        return layer.AsSpan((int)(block * WordsABlock), WordsABlock);
    }

    /// <summary>The hash of a UUIDv7 is half a time; here every bit counts.</summary>
    private static ulong Spread(long hash) => KeyHash.Mix((ulong)hash);
}
