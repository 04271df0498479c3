using System.Buffers;
using FirstParty.Segments.Compiled;

namespace FirstParty.Segments.Columnar;

/// <summary>A leaf on events, person by person.</summary>
internal sealed class EventBatchNode(int column, BatchWindow window, MeasurePlan[] measures) : BatchNode
{
    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        bits.Clear();
        var table = context.Columns.Events(column);
        var (start, end) = window.IsShared ? window.Shared(context.Now) : default;
        var isEverything = window.IsShared && start <= 0 && end > table.Newest;
        for (var row = 0; row < context.Rows; row++)
        {
            (start, end) = window.IsShared ? (start, end) : window.Of(context, row);
            var (from, to) = isEverything ? (table.Starts[row], table.Starts[row + 1]) : table.Range(row, start, end);
            if (Holds(table, from, to, context.Now))
            {
                RowBits.Set(bits, row);
            }
        }
    }

    private bool Holds(EventTable table, int from, int to, long now)
    {
        foreach (var measure in measures)
        {
            if (!measure.Holds(table.Events, from, to, now))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>
/// A count, sum or occurrence in a stretch of time that is everybody's: one walk over the events of that stretch by time, or person by person when
/// the stretch holds most of them.
/// </summary>
internal sealed class WindowBatchNode(int column, BatchWindow window, FixedRange range, int property, string? of, MeasurePlan measure) : BatchNode
{
    private readonly EventBatchNode _rowByRow = new(column, window, [measure]);

    public override void Fill(BatchContext context, Span<ulong> bits)
    {
        var table = context.Columns.Events(column);
        var (start, end) = window.Shared(context.Now);
        var values = of is null ? null : table.Events.Property(property, of);
        var (ticks, rows, indexes) = table.ByTime;
        var (from, to) = (IndexOf(ticks, start), IndexOf(ticks, end));
        if (to - from > 2 * context.Rows || values is { IsFixed: false } || (values is not null && range.Except is not null))
        {
            _rowByRow.Fill(context, bits);
        }
        else if (values is null)
        {
            Count(context, rows.AsSpan(from..Math.Max(from, to)), bits);
        }
        else
        {
            Sum(context, rows.AsSpan(from..Math.Max(from, to)), indexes.AsSpan(from..Math.Max(from, to)), values, bits);
        }
    }

    private void Count(BatchContext context, ReadOnlySpan<int> rows, Span<ulong> bits)
    {
        if (range is { Min: 1, Max: long.MaxValue, Except: null })
        {
            bits.Clear();
            foreach (var row in rows)
            {
                RowBits.Set(bits, row);
            }

            return;
        }

        var rented = ArrayPool<int>.Shared.Rent(context.Words * 64);
        var counts = rented.AsSpan(0, context.Words * 64);
        counts.Clear();
        foreach (var row in rows)
        {
            counts[row]++;
        }

        RowBits.WhereWithin(counts, (int)Math.Clamp(range.Min, 0, int.MaxValue), (int)Math.Clamp(range.Max, -1, int.MaxValue), bits);
        if (range.Except is { } except and >= 0 and <= int.MaxValue)
        {
            ClearEqual(counts[..context.Rows], (int)except, bits);
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    private void Sum(BatchContext context, ReadOnlySpan<int> rows, ReadOnlySpan<int> indexes, PropertyColumn values, Span<ulong> bits)
    {
        var rented = ArrayPool<long>.Shared.Rent(context.Words * 64);
        var sums = rented.AsSpan(0, context.Words * 64);
        sums.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            sums[rows[i]] += values.Units(indexes[i], indexes[i] + 1);
        }

        RowBits.WhereWithin(sums, range.Min, range.Max, bits);
        ArrayPool<long>.Shared.Return(rented);
    }

    private static void ClearEqual(ReadOnlySpan<int> counts, int value, Span<ulong> bits)
    {
        for (var row = 0; row < counts.Length; row++)
        {
            if (counts[row] == value)
            {
                bits[row >>> 6] &= ~(1UL << row);
            }
        }
    }

    private static int IndexOf(long[] ticks, long instant)
    {
        var (low, high) = (0, ticks.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = ticks[middle] < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
