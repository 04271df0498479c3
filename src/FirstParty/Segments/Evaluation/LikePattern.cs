namespace FirstParty.Segments.Evaluation;

/// <summary>Patterns with <c>%</c> and <c>_</c>, matched without recursion: at most pattern × text steps.</summary>
internal static class LikePattern
{
    public static bool Matches(string pattern, string text, bool ignoreCase)
    {
        var (p, t, starP, starT) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                (starP, starT, p) = (p, t, p + 1);
            }
            else if (p < pattern.Length && Step(pattern, p, text, t, ignoreCase) is { PatternLength: > 0 } step)
            {
                (p, t) = (p + step.PatternLength, t + step.TextLength);
            }
            else if (starP >= 0)
            {
                starT += Unit(text, starT);
                (p, t) = (starP + 1, starT);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '%')
        {
            p++;
        }

        return p == pattern.Length;
    }

    // One character is one code point, so that "_" means the same here and in a database.
    private static (int PatternLength, int TextLength) Step(string pattern, int p, string text, int t, bool ignoreCase)
    {
        if (pattern[p] == '_')
        {
            return (1, Unit(text, t));
        }

        var escape = pattern[p] == '\\' && p + 1 < pattern.Length ? 1 : 0;
        var length = Unit(pattern, p + escape);
        var same = string.Compare(
            pattern, p + escape, text, t, length, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) == 0;
        return same && t + length <= text.Length ? (escape + length, length) : default;
    }

    private static int Unit(string text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}
