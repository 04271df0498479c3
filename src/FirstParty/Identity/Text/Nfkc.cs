using System.Text;

namespace FirstParty.Identity.Text;

/// <summary>
/// Unicode's normalisation form KC: one form of what looks or means the same, such as a letter with its accent in one code point or two, full-width
/// letters and digits, ligatures. By a table of its own (Unicode 17.0), because the runtime's answer depends on the host. Thread-safe.
/// </summary>
/// <seealso href="https://www.unicode.org/reports/tr15/">UAX 15</seealso>
internal static class Nfkc
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = LeadCount * VowelCount * TrailCount;
    private const int LeadFirst = 0x1100;
    private const int LeadCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TrailFirst = 0x11A7; // One before the first: none at all.
    private const int TrailCount = 28;

    /// <summary>The version of Unicode that the table was made from. What an older version knew is normalised alike in every newer one.</summary>
    public const string UnicodeVersion = "17.0";

    /// <summary>The text in form KC; ASCII is itself, at the cost of looking. A lone surrogate stays as it is.</summary>
    public static string Normalise(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var points = Decompose(text, NfkcTable.Value);
        Order(points);
        return Compose(points, NfkcTable.Value);
    }

    private static List<(int Point, byte Class)> Decompose(string text, NfkcTable table)
    {
        var points = new List<(int, byte)>(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            var point = char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text[i], text[++i]) : text[i];
            if (point - HangulFirst is >= 0 and < HangulCount and var syllable)
            {
                points.Add((LeadFirst + (syllable / (VowelCount * TrailCount)), 0));
                points.Add((VowelFirst + (syllable % (VowelCount * TrailCount) / TrailCount), 0));
                if (syllable % TrailCount is > 0 and var trail)
                {
                    points.Add((TrailFirst + trail, 0));
                }

                continue;
            }

            foreach (var part in table.Decompose(point))
            {
                points.Add((part, table.ClassOf(part)));
            }
        }

        return points;
    }

    /// <summary>Sorts each run of combining marks by class, those of one class in the order in which they came.</summary>
    private static void Order(List<(int Point, byte Class)> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && points[end].Class != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = points.Skip(start).Take(end - start).OrderBy(point => point.Class).ToList();
                for (var i = start; i < end; i++)
                {
                    points[i] = sorted[i - start];
                }
            }

            start = end;
        }
    }

    private static string Compose(List<(int Point, byte Class)> points, NfkcTable table)
    {
        var (starter, last, kept) = (-1, (byte)0, 0);
        for (var i = 0; i < points.Count; i++)
        {
            var (point, its) = points[i];
            var reaches = starter >= 0 && (kept == starter + 1 || (last < its && last != 0));
            if (reaches && Pair(points[starter].Point, point, table) is { } composite)
            {
                points[starter] = (composite, 0);
                continue;
            }

            (starter, last) = its == 0 ? (kept, (byte)0) : (starter, its);
            points[kept++] = points[i];
        }

        var text = new StringBuilder(kept);
        foreach (var (point, _) in points.Take(kept))
        {
            _ = point > char.MaxValue ? text.Append(char.ConvertFromUtf32(point)) : text.Append((char)point);
        }

        return text.ToString();
    }

    private static int? Pair(int first, int second, NfkcTable table)
    {
        if (first - LeadFirst is >= 0 and < LeadCount and var lead && second - VowelFirst is >= 0 and < VowelCount and var vowel)
        {
            return HangulFirst + (((lead * VowelCount) + vowel) * TrailCount);
        }

        return first - HangulFirst is >= 0 and < HangulCount and var syllable && syllable % TrailCount == 0
            && second - TrailFirst is > 0 and < TrailCount and var trail
            ? first + trail
            : table.Compose(first, second);
    }
}
