namespace FirstParty.Segments.Columnar;

/// <summary>What can be computed of the events of each row.</summary>
internal enum FigureKind
{
    /// <summary>How many events.</summary>
    Count,

    /// <summary>How many of them have a number.</summary>
    Numbers,

    /// <summary>The sum of the numbers, in ten-thousandths.</summary>
    Sum,

    /// <summary>The least number; <see cref="long.MaxValue"/> for none.</summary>
    Min,

    /// <summary>The greatest number; <see cref="long.MinValue"/> for none.</summary>
    Max,

    /// <summary>How many different values.</summary>
    Distinct,

    /// <summary>When the first event was; −1 for none.</summary>
    FirstAt,

    /// <summary>When the last event was; −1 for none.</summary>
    LastAt,

    /// <summary>Which value the first event has; 0 for none.</summary>
    FirstCode,

    /// <summary>Which value the last event has; 0 for none.</summary>
    LastCode,
}

/// <summary>What a figure is of: a selection of events, a window and a property. Equal ones are computed once for all rules.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Column">The selection of events.</param>
/// <param name="Window">The window.</param>
/// <param name="Need">What is read of the events; null when it is nothing but their times.</param>
internal sealed record FigureKey(FigureKind Kind, int Column, BatchWindow Window, PropertyNeed? Need);

/// <summary>One number for each row, computed from its events in a window.</summary>
internal sealed class RowFigure(FigureKey key, int number)
{
    /// <summary>Its number among the figures of a set.</summary>
    public int Number => number;

    /// <summary>How many rules ask for it.</summary>
    public int Uses { get; set; }

    /// <summary>The values over all events, when the window holds all; null when it does not.</summary>
    /// <returns>False when only row by row can say.</returns>
    public bool TryWhole(BatchContext context, out long[]? totals)
    {
        totals = null;
        var table = context.Group.Events(key.Column);
        if (key.Window.Anchor is { } anchor)
        {
            return table.Newest <= context.Now && anchor.IsSettled(context.Group, context.Now) && HasNumbers(table);
        }

        var (start, end) = key.Window.Shared(context.Now);
        if (!HasNumbers(table))
        {
            return false;
        }

        totals = start <= table.Oldest && end > table.Newest ? TotalsOf(table) : null;
        return true;
    }

    /// <summary>Computes the values over the window; only after <see cref="TryWhole"/>.</summary>
    public void Fill(BatchContext context, Span<long> values)
    {
        var table = context.Group.Events(key.Column);
        var order = key.Window.Anchor is { } anchor ? table.ByAge(anchor) : table.ByTime;
        var (start, end) = key.Window.Anchor is null ? key.Window.Shared(context.Now) : (0, key.Window.Length);
        var (from, to) = order.Stretch(start, end);
        var source = new FigureSource(key.Kind, order, PropertyOf(table), start);
        if (key.Kind <= FigureKind.Sum && key.Window.Anchor is null && order.Count - (to - from) < to - from)
        {
            TotalsOf(table).CopyTo(values);
            RowScatter.Add(source, 0, from, values, -1);
            RowScatter.Add(source, to, order.Count, values, -1);
            return;
        }

        values.Fill(RowScatter.Nothing(key.Kind));
        RowScatter.Add(source, from, to, values, 1);
    }

    /// <summary>What is read of the events of a group of rows.</summary>
    public PropertyTable PropertyOf(RowGroup group) => PropertyOf(group.Events(key.Column))!;

    private PropertyTable? PropertyOf(EventTable table) => key.Need is { } need ? table.Property(need) : null;

    private bool HasNumbers(EventTable table) => key.Need is not { IsNumeric: true } need || table.Property(need).IsUsable;

    private long[] TotalsOf(EventTable table) => key.Kind switch
    {
        FigureKind.Count => table.Counts,
        FigureKind.FirstAt => table.First,
        FigureKind.LastAt => table.Last,
        _ => PropertyOf(table)!.Total(key.Kind),
    };
}
