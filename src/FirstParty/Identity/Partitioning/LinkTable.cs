namespace FirstParty.Identity.Partitioning;

/// <summary>Links in columns, 17 bytes each; at most one between two nodes, and none from a node to itself.</summary>
internal sealed class LinkTable(int capacity = 16)
{
    public (int A, int B)[] Ends { get; private set; } = new (int A, int B)[capacity];

    public byte[] Strength { get; private set; } = new byte[capacity];

    public long[] Time { get; private set; } = new long[capacity];

    public int Count { get; private set; }

    public void Add(int a, int b, AssertionStrength strength, long time)
    {
        if (Count == Ends.Length)
        {
            Grow();
        }

        (Ends[Count], Strength[Count], Time[Count]) = ((a, b), (byte)strength, time);
        Count++;
    }

    private void Grow()
    {
        var size = Math.Max(16, Count * 2);
        (Ends, Strength, Time) = (Resized(Ends, size), Resized(Strength, size), Resized(Time, size));
    }

    private static T[] Resized<T>(T[] column, int size)
    {
        Array.Resize(ref column, size);
        return column;
    }
}
