namespace FirstParty.Identity.Partitioning;

/// <summary>Links in columns, 17 bytes each; at most one between two nodes, and none from a node to itself.</summary>
internal sealed class LinkTable(int capacity = 16)
{
    public int[] A { get; private set; } = new int[capacity];

    public int[] B { get; private set; } = new int[capacity];

    public byte[] Strength { get; private set; } = new byte[capacity];

    public long[] Time { get; private set; } = new long[capacity];

    public int Count { get; private set; }

    public void Add(int a, int b, AssertionStrength strength, long time)
    {
        if (Count == A.Length)
        {
            Grow();
        }

        (A[Count], B[Count], Strength[Count], Time[Count]) = (a, b, (byte)strength, time);
        Count++;
    }

    private void Grow()
    {
        var size = Math.Max(16, Count * 2);
        (A, B, Strength, Time) = (Resized(A, size), Resized(B, size), Resized(Strength, size), Resized(Time, size));
    }

    private static T[] Resized<T>(T[] column, int size)
    {
        Array.Resize(ref column, size);
        return column;
    }
}
