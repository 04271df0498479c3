using FirstParty.Segments.Evaluation;

namespace FirstParty.Segments.Compiled;

/// <summary>The local days of events, counted over any stretch of them.</summary>
internal sealed class DayColumn
{
    private readonly int[] _previous;

    private DayColumn(int[] previous) => _previous = previous;

    public static DayColumn Of(long[] ticks, TimeZoneInfo zone) =>
        new(Previous.Of<DateOnly?>(Array.ConvertAll(ticks, at => (DateOnly?)Zones.DayOf(new DateTimeOffset(at, TimeSpan.Zero), zone))));

    public int Distinct(int from, int to) => Previous.Distinct(_previous, from, to);
}
