using System.Collections;
using System.Numerics;

namespace FirstParty.Consent.Signals;

/// <summary>An immutable set of ids from 1 to 65,535, held as one bit each up to the largest id that was announced.</summary>
public sealed class IdSet : IReadOnlyCollection<int>
{
    private const int WordBits = 64;

    // Id 1 is the highest bit of the first word. Sets of up to 64 ids need no array.
    private readonly ulong _first;
    private readonly ulong[] _rest;

    private IdSet(int maxId, bool isRangeEncoded, ulong first, ulong[] rest)
    {
        (MaxId, IsRangeEncoded, _first, _rest) = (maxId, isRangeEncoded, first, rest);
    }

    /// <summary>The set without ids.</summary>
    public static IdSet Empty { get; } = new(0, false, 0, []);

    /// <summary>The largest id that the text announced, in the set or not; 0 when none.</summary>
    public int MaxId { get; }

    /// <summary>True when the text listed ranges, false when it had one bit for each id.</summary>
    public bool IsRangeEncoded { get; }

    /// <inheritdoc />
    public int Count
    {
        get
        {
            var count = BitOperations.PopCount(_first);
            foreach (var word in _rest)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>True when the id is in the set; false for any id that cannot be.</summary>
    public bool Contains(int id)
    {
        if (id < 1 || id > MaxId)
        {
            return false;
        }

        var (word, bit) = ((id - 1) / WordBits, (id - 1) % WordBits);
        return (((word == 0 ? _first : _rest[word - 1]) << bit) >> (WordBits - 1)) == 1;
    }

    /// <summary>The ids in ascending order.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var index = 0; index <= _rest.Length; index++)
        {
            for (var word = index == 0 ? _first : _rest[index - 1]; word != 0;)
            {
                var bit = BitOperations.LeadingZeroCount(word);
                word &= ~(1UL << (WordBits - 1 - bit));
                yield return (index * WordBits) + bit + 1;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One bit for each id from 1 to <paramref name="maxId"/>.</summary>
    internal static IdSet ReadBits(ref BitReader reader, int maxId)
    {
        if (maxId == 0)
        {
            return Empty;
        }

        var first = ReadWord(ref reader, maxId);
        // A text too short for its bits fails here, before anything is allocated for them.
        var rest = maxId <= WordBits ? [] : reader.CanRead(maxId - WordBits) ? new ulong[(maxId - 1) / WordBits] : [];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = ReadWord(ref reader, maxId - ((i + 1) * WordBits));
        }

        return new IdSet(maxId, false, first, rest);
    }

    /// <summary>The vendors' form: the largest id, the kind of encoding, then bits or ranges.</summary>
    internal static IdSet ReadVendors(ref BitReader reader)
    {
        var maxId = reader.ReadInt(16);
        return reader.ReadFlag() ? ReadRanges(ref reader, maxId) : ReadBits(ref reader, maxId);
    }

    private static IdSet ReadRanges(ref BitReader reader, int maxId)
    {
        var words = maxId == 0 || reader.Failed ? [] : new ulong[((maxId - 1) / WordBits) + 1];
        for (var entries = reader.ReadInt(12); entries > 0 && !reader.Failed; entries--)
        {
            var range = IdRange.Read(ref reader);
            if (range.End > maxId)
            {
                reader.Fail(SignalError.VendorIdAboveMax);
            }

            if (!reader.Failed)
            {
                Fill(words, range.Start - 1, range.End - 1);
            }
        }

        return words.Length == 0 ? new IdSet(0, true, 0, []) : new IdSet(maxId, true, words[0], words[1..]);
    }

    private static void Fill(ulong[] words, int start, int end)
    {
        var (firstWord, lastWord) = (start / WordBits, end / WordBits);
        var firstMask = ulong.MaxValue >> (start % WordBits);
        var lastMask = ulong.MaxValue << (WordBits - 1 - (end % WordBits));
        if (firstWord == lastWord)
        {
            words[firstWord] |= firstMask & lastMask;
            return;
        }

        words[firstWord] |= firstMask;
        words.AsSpan(firstWord + 1, lastWord - firstWord - 1).Fill(ulong.MaxValue);
        words[lastWord] |= lastMask;
    }

    private static ulong ReadWord(ref BitReader reader, int bits) =>
        bits >= WordBits ? reader.Read(WordBits) : reader.Read(bits) << (WordBits - bits);
}
