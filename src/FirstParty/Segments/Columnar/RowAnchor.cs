namespace FirstParty.Segments.Columnar;

/// <summary>An instant of each person that a window starts at.</summary>
/// <param name="Kind">What it is an instant of.</param>
/// <param name="Index">The selection of events or the trait; 0 when it is of neither.</param>
internal readonly record struct RowAnchor(RowAnchor.Source Kind, int Index)
{
    public enum Source
    {
        FirstEvent,
        LastEvent,
        Trait,
        FirstSeen,
    }

    /// <summary>Whether every anchor is the same whatever the instant, from this one on.</summary>
    public bool IsSettled(RowGroup group, long now) => Kind > Source.LastEvent || group.Events(Index).Newest <= now;

    /// <summary>A row's instant in UTC ticks as known at another; −1 for none.</summary>
    public long Of(RowGroup group, int row, long now)
    {
        switch (Kind)
        {
            case Source.Trait:
                return group.Columns.Trait(Index).Instants[group.First + row];
            case Source.FirstSeen:
                return group.Columns.Views[group.First + row].FirstSeen is { } seen && seen.UtcTicks <= now ? seen.UtcTicks : -1;
            default:
                var table = group.Events(Index);
                var known = Kind == Source.FirstEvent ? table.First[row] : table.Last[row];
                return known <= now ? known : Kind == Source.FirstEvent ? -1 : LastKnown(table, row, now);
        }
    }

    private static long LastKnown(EventTable table, int row, long now)
    {
        var (from, to) = table.Range(row, 0, now + 1);
        return to > from ? table.Events.Ticks[to - 1] : -1;
    }
}
