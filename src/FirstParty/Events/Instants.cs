using System.Globalization;

namespace FirstParty.Events;

/// <summary>The one way an instant is written and read: ISO 8601, UTC, culture-invariant.</summary>
public static class Instants
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Writes an instant as <c>2026-11-21T22:40:00.123Z</c>: UTC, decimals only where there are any, seven at most.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads an ISO 8601 instant or date. Without a zone it is UTC; a date is its midnight, UTC. False for anything else.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text,
        Formats,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out instant);
}
