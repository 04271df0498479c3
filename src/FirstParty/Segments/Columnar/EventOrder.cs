namespace FirstParty.Segments.Columnar;

/// <summary>
/// The events of a group of people, all together in the order of a number: their time, or their age since an instant of each person. A window over
/// everybody is then one stretch.
/// </summary>
internal sealed class EventOrder
{
    private EventOrder(long[] keys, ushort[] rows, int[] indexes) => (Keys, Rows, Indexes) = (keys, rows, indexes);

    /// <summary>The numbers, ascending.</summary>
    public long[] Keys { get; }

    /// <summary>Whose each event is.</summary>
    public ushort[] Rows { get; }

    /// <summary>Where each event stands person by person.</summary>
    public int[] Indexes { get; }

    public int Count => Keys.Length;

    /// <summary>Orders events that stand person by person, each person's oldest first; equal numbers keep that order.</summary>
    /// <param name="keys">The number of each event; −1 leaves it out.</param>
    /// <param name="starts">Where each row's events begin; one more than there are rows.</param>
    public static EventOrder Of(long[] keys, int[] starts)
    {
        var rowOf = new ushort[keys.Length];
        for (var row = 0; row < starts.Length - 1; row++)
        {
            rowOf.AsSpan(starts[row]..starts[row + 1]).Fill((ushort)row);
        }

        var left = Array.TrueForAll(keys, key => key >= 0) ? null : Enumerable.Range(0, keys.Length).Where(index => keys[index] >= 0).ToArray();
        var sorted = left is null ? keys : Array.ConvertAll(left, index => keys[index]);
        var indexes = RadixOrder.Sort(ref sorted);
        indexes = left is null ? indexes : Array.ConvertAll(indexes, index => left[index]);
        return new EventOrder(sorted, Array.ConvertAll(indexes, index => rowOf[index]), indexes);
    }

    /// <summary>The events whose number is in [start, end).</summary>
    public (int From, int To) Stretch(long start, long end)
    {
        var from = IndexOf(start);
        return (from, Math.Max(from, IndexOf(end)));
    }

    /// <summary>What stands person by person, in this order.</summary>
    public T[] Arrange<T>(T[] values) => Array.ConvertAll(Indexes, index => values[index]);

    private int IndexOf(long key)
    {
        var (low, high) = (0, Keys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Keys[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
