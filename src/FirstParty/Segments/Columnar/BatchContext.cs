using System.Buffers;

namespace FirstParty.Segments.Columnar;

/// <summary>What compiled rules are evaluated against, a group of people at a time; holds what several rules share. For one thread.</summary>
internal sealed class BatchContext(ProfileColumns columns, DateTimeOffset now, ulong[][] members, int figures, int shared) : IDisposable
{
    private readonly long[]?[] _figures = new long[figures][];
    private readonly bool[] _hasFigure = new bool[figures];
    private readonly ulong[]?[] _shared = new ulong[shared][];
    private readonly bool[] _hasShared = new bool[shared];
    private readonly Stack<long[]> _free = [];

    public ProfileColumns Columns => columns;

    /// <summary>The instant in UTC ticks.</summary>
    public long Now { get; } = now.UtcTicks;

    /// <summary>The group that is evaluated.</summary>
    public RowGroup Group { get; private set; } = null!;

    public int Rows => Group.Rows;

    public int Words => Group.Words;

    private int Padded => Words * 64;

    /// <summary>Goes on to a group: nothing is known of it yet.</summary>
    public void Enter(RowGroup group)
    {
        Group = group;
        _hasFigure.AsSpan().Clear();
        _hasShared.AsSpan().Clear();
    }

    /// <summary>The group's part of a column of all rows.</summary>
    public ReadOnlySpan<T> Part<T>(T[] column) => column.AsSpan(Group.First, Padded);

    /// <summary>The group's bits of a segment that comes before.</summary>
    public Span<ulong> Members(int index) => members[index].AsSpan(Group.First >>> 6, Words);

    /// <summary>A figure of each row; false when only row by row can say.</summary>
    public bool TryFigure(RowFigure figure, out ReadOnlySpan<long> values)
    {
        values = default;
        if (!figure.TryWhole(this, out var totals))
        {
            return false;
        }

        if (totals is not null)
        {
            values = totals;
            return true;
        }

        ref var buffer = ref _figures[figure.Number];
        buffer ??= _free.TryPop(out var free) ? free : ArrayPool<long>.Shared.Rent(RowGroup.Size);
        if (!_hasFigure[figure.Number])
        {
            figure.Fill(this, buffer.AsSpan(0, Padded));
            _hasFigure[figure.Number] = true;
        }

        values = buffer.AsSpan(0, Padded);
        return true;
    }

    /// <summary>Gives back what nobody else asks for.</summary>
    public void Done(RowFigure figure)
    {
        if (figure.Uses == 1 && _figures[figure.Number] is { } buffer)
        {
            _free.Push(buffer);
            (_figures[figure.Number], _hasFigure[figure.Number]) = (null, false);
        }
    }

    /// <summary>The bits of a node that several rules share, computed once.</summary>
    public ReadOnlySpan<ulong> Shared(int number, BatchNode node)
    {
        ref var buffer = ref _shared[number];
        buffer ??= ArrayPool<ulong>.Shared.Rent(RowGroup.Size / 64);
        if (!_hasShared[number])
        {
            node.Fill(this, buffer.AsSpan(0, Words));
            _hasShared[number] = true;
        }

        return buffer.AsSpan(0, Words);
    }

    public void Dispose()
    {
        foreach (var buffer in _figures.Concat(_free).OfType<long[]>())
        {
            ArrayPool<long>.Shared.Return(buffer);
        }

        foreach (var buffer in _shared.OfType<ulong[]>())
        {
            ArrayPool<ulong>.Shared.Return(buffer);
        }
    }
}
