namespace FirstParty.Segments.Evaluation;

/// <summary>The yearly returns of a date. The 29th of February returns on the 28th in common years.</summary>
internal static class Anniversaries
{
    /// <summary>Whether the next return is today, or its local midnight less than <paramref name="within"/> from now.</summary>
    public static bool IsWithin(DateTimeOffset date, TimeSpan within, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = Zones.DayOf(now, zone);
        var next = Next(DateOf(date), today);
        return next == today || (next is { } day && Zones.StartOf(day, zone) - now < within);
    }

    /// <summary>The instants after <paramref name="now"/> at which the answer can change, within about a year.</summary>
    public static IEnumerable<DateTimeOffset> Boundaries(DateTimeOffset date, TimeSpan within, DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = Zones.DayOf(now, zone);
        for (var i = 0; i < 2; i++)
        {
            if (Next(DateOf(date), day) is { } next && next < DateOnly.MaxValue)
            {
                yield return Zones.StartOf(next, zone) - within + TimeSpan.FromTicks(1);
                yield return Zones.StartOf(next, zone);
                yield return Zones.StartOf(next.AddDays(1), zone);
                day = next.AddDays(1);
            }
        }
    }

    // A date is what is written, whatever the zone: a birthday does not move when its owner travels.
    private static DateOnly DateOf(DateTimeOffset date) => DateOnly.FromDateTime(date.UtcDateTime);

    // The first return on or after a day; the date itself is its own first.
    private static DateOnly? Next(DateOnly date, DateOnly day)
    {
        if (day <= date)
        {
            return date;
        }

        var years = day.Year - date.Year;
        for (var y = years; y <= years + 1 && date.Year + y <= 9999; y++)
        {
            if (date.AddYears(y) >= day)
            {
                return date.AddYears(y);
            }
        }

        return null;
    }
}
