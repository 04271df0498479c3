using System.Globalization;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Json;

/// <summary>Exact durations as text: <c>90s</c>, <c>15m</c>, <c>36h</c>, <c>30d</c>, <c>2w</c>.</summary>
internal static class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > 12 || text[0] is < '1' or > '9'
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var seconds = text[^1] switch
        {
            's' => 1L,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => 0,
        };
        var longest = (long)RuleLimits.MaxDuration.TotalSeconds;
        duration = seconds == 0 || count > longest / seconds ? default : TimeSpan.FromSeconds(count * seconds);
        return duration > TimeSpan.Zero;
    }

    /// <summary>Writes a duration in the largest of d, h, m and s that it is a whole number of.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = duration.Ticks / TimeSpan.TicksPerSecond;
        var (count, unit) = (seconds % 86_400, seconds % 3_600, seconds % 60) switch
        {
            (0, _, _) => (seconds / 86_400, 'd'),
            (_, 0, _) => (seconds / 3_600, 'h'),
            (_, _, 0) => (seconds / 60, 'm'),
            _ => (seconds, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
