using System.Diagnostics.CodeAnalysis;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>Time zones by their IANA names, and the calendar in them.</summary>
internal static class Zones
{
    /// <summary>Stands for the person's own zone, in the trait <see cref="TraitName"/>; UTC when there is none.</summary>
    public const string OfProfile = "profile";

    public const string TraitName = "timezone";

    public static string Check(string name, string parameter) => name == OfProfile || TryFind(name, out _)
        ? name
        : throw new ArgumentException("Not a time zone of the IANA database that this machine knows, such as Europe/Stockholm.", parameter);

    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return name.Length is > 0 and <= 64
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first instant of a local day: past a gap when midnight does not exist, the earlier when it occurs twice.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        var ticks = Math.Clamp(local.Ticks - offset.Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>The first day of the period that is <paramref name="offset"/> periods from the one a day is in.</summary>
    public static DateOnly StartOf(CalendarPeriod period, DateOnly day, int offset)
    {
        var months = (day.Year * 12) + day.Month - 1;
        return period switch
        {
            CalendarPeriod.Day => Add(day, offset),
            CalendarPeriod.Week => Add(day, (offset * 7) - (((int)day.DayOfWeek + 6) % 7)),
            CalendarPeriod.Month => FirstOf(months + offset),
            CalendarPeriod.Quarter => FirstOf(months - (months % 3) + (offset * 3)),
            _ => FirstOf((day.Year + offset) * 12),
        };
    }

    private static DateOnly Add(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    private static DateOnly FirstOf(int months) => months switch
    {
        < 12 => DateOnly.MinValue,
        >= 120_000 => DateOnly.MaxValue,
        _ => new DateOnly(months / 12, (months % 12) + 1, 1),
    };
}
