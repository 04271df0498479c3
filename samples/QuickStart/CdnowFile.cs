using System.Globalization;
using FirstParty.Events;
using FirstParty.Identity;

namespace QuickStart;

/// <summary>
/// Reads the CDNOW purchases (Fader and Hardie, "Forecasting Repeat Sales at CDNOW", Interfaces 31, 2001): customer, day, number of CDs, dollars,
/// separated by spaces, with or without a header.
/// </summary>
internal static class CdnowFile
{
    /// <summary>
    /// One order per row. Rows that are exactly alike are separate purchases, so the messageId says which of them it is: a second
    /// import of the same file finds every one a duplicate.
    /// </summary>
    public static IEnumerable<(int Line, TrackEvent? Order, string? Problem)> Read(TextReader reader)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0 || (line == 1 && !char.IsAsciiDigit(fields[0][0])))
            {
                continue;
            }

            var row = string.Join(' ', fields);
            seen[row] = seen.GetValueOrDefault(row) + 1;
            yield return Parse(fields, $"cdnow {row} #{seen[row]}") is { } order
                ? (line, order, null)
                : (line, null, "not 'customer yyyyMMdd cds dollars'");
        }
    }

    private static TrackEvent? Parse(string[] fields, string messageId)
    {
        if (fields.Length != 4
            || !DateTimeOffset.TryParseExact(fields[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var cds)
            || !decimal.TryParse(fields[3], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars))
        {
            return null;
        }

        return new TrackEvent
        {
            Name = "Order Completed",
            MessageId = messageId,
            Source = "cdnow",
            Identifiers = [Identifier.UserId(fields[0])],
            Timestamp = day,
            Properties = new Attributes { ["total"] = dollars, ["quantity"] = cds, ["currency"] = "USD" },
        };
    }
}
