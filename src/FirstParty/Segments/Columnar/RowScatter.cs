namespace FirstParty.Segments.Columnar;

/// <summary>Where a figure is read from.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Order">The events.</param>
/// <param name="Property">The property; null where none is used.</param>
/// <param name="Start">When the window starts, for different values: those whose previous event is before it are new.</param>
internal readonly record struct FigureSource(FigureKind Kind, EventOrder Order, PropertyTable? Property, long Start);

/// <summary>One walk over a stretch of events in an order, that adds each to the number of its row.</summary>
internal static class RowScatter
{
    /// <summary>The figure of somebody without events.</summary>
    public static long Nothing(FigureKind kind) => kind switch
    {
        FigureKind.Min => long.MaxValue,
        FigureKind.Max => long.MinValue,
        FigureKind.FirstAt or FigureKind.LastAt => -1,
        _ => 0,
    };

    /// <summary>Adds a stretch, or takes it away when <paramref name="sign"/> is −1 (of counts and sums alone).</summary>
    public static void Add(in FigureSource source, int from, int to, Span<long> values, long sign)
    {
        var order = source.Order;
        ReadOnlySpan<ushort> rows = order.Rows.AsSpan(from..to);
        switch (source.Kind)
        {
            case FigureKind.Count:
                Count(rows, values, sign);
                break;
            case FigureKind.Numbers:
                Numbers(rows, source.Property!.In(order).AsSpan(from..to), values, sign);
                break;
            case FigureKind.Sum:
                Sum(rows, source.Property!.In(order).AsSpan(from..to), values, sign);
                break;
            case FigureKind.Min:
                Least(rows, source.Property!.In(order).AsSpan(from..to), values);
                break;
            case FigureKind.Max:
                Greatest(rows, source.Property!.In(order).AsSpan(from..to), values);
                break;
            case FigureKind.Distinct:
                Before(rows, source.Property!.Previous.AsSpan(from..to), source.Start, values);
                break;
            case FigureKind.FirstAt or FigureKind.LastAt:
                Pick(rows, order.Keys.AsSpan(from..to), source.Kind == FigureKind.FirstAt, values);
                break;
            default:
                Pick(rows, source.Property!.In(order).AsSpan(from..to), source.Kind == FigureKind.FirstCode, values);
                break;
        }
    }

    private static void Count(ReadOnlySpan<ushort> rows, Span<long> values, long sign)
    {
        foreach (var row in rows)
        {
            values[row] += sign;
        }
    }

    private static void Numbers(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> units, Span<long> values, long sign)
    {
        for (var i = 0; i < rows.Length && i < units.Length; i++)
        {
            values[rows[i]] += units[i] == PropertyTable.None ? 0 : sign;
        }
    }

    private static void Sum(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> units, Span<long> values, long sign)
    {
        for (var i = 0; i < rows.Length && i < units.Length; i++)
        {
            values[rows[i]] += units[i] == PropertyTable.None ? 0 : units[i] * sign;
        }
    }

    private static void Least(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> units, Span<long> values)
    {
        for (var i = 0; i < rows.Length && i < units.Length; i++)
        {
            values[rows[i]] = Math.Min(values[rows[i]], units[i] == PropertyTable.None ? long.MaxValue : units[i]);
        }
    }

    private static void Greatest(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> units, Span<long> values)
    {
        for (var i = 0; i < rows.Length && i < units.Length; i++)
        {
            values[rows[i]] = Math.Max(values[rows[i]], units[i]);
        }
    }

    private static void Before(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> previous, long start, Span<long> values)
    {
        for (var i = 0; i < rows.Length && i < previous.Length; i++)
        {
            values[rows[i]] += previous[i] < start ? 1 : 0;
        }
    }

    // The order is ascending: what is written last is the last, and backwards the first.
    private static void Pick(ReadOnlySpan<ushort> rows, ReadOnlySpan<long> found, bool first, Span<long> values)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var at = first ? rows.Length - 1 - i : i;
            values[rows[at]] = found[at];
        }
    }
}
