using System.Numerics;

namespace FirstParty.Sqlite.Files;

/// <summary>Some of a file's pages, a bit each. Pages are numbered from 1, as SQLite numbers them.</summary>
internal sealed class PageSet
{
    private ulong[] _bits = [];

    public void Add(uint page)
    {
        var word = (int)((page - 1) / 64);
        if (word >= _bits.Length)
        {
            Array.Resize(ref _bits, (int)BitOperations.RoundUpToPowerOf2((uint)word + 1));
        }

        _bits[word] |= 1UL << (int)((page - 1) % 64);
    }

    public bool Contains(long page) => (page - 1) / 64 is var word && word < _bits.Length && (_bits[word] >> (int)((page - 1) % 64) & 1) != 0;

    /// <summary>Whether any of the pages from one on is in the set.</summary>
    public bool ContainsAny(long first, int count)
    {
        for (var page = first; page < first + count; page++)
        {
            if (Contains(page))
            {
                return true;
            }
        }

        return false;
    }

    public void Clear() => Array.Clear(_bits);
}
