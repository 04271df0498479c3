using System.Globalization;
using System.Text.RegularExpressions;
using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Evaluation;

/// <summary>Regular expressions that are matched in time linear in the text, and whose automata stay small.</summary>
internal static partial class SafePattern
{
    /// <summary>The most that the counts of a pattern may multiply to: 1,000, as in <c>[a-z]{1000}</c> or <c>(a{10}){100}</c>.</summary>
    private const long MaxRepetition = 1_000;

    public static Regex Compile(string pattern, bool ignoreCase)
    {
        if (pattern.Length > RuleLimits.MaxPatternLength || Repetition(pattern) > MaxRepetition)
        {
            throw new ArgumentException("The regular expression is too long, or repeats too often.", nameof(pattern));
        }

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
            return new Regex(pattern, ignoreCase ? options | RegexOptions.IgnoreCase : options);
        }
        catch (RegexParseException error)
        {
            throw new ArgumentException($"Not a regular expression: {error.Error} at character {error.Offset}.", nameof(pattern), error);
        }
        catch (NotSupportedException error)
        {
            throw new ArgumentException("Look-around and back-references cannot be matched in bounded time.", nameof(pattern), error);
        }
    }

    // An upper bound of how often anything is repeated: the product of all counts, wherever they stand.
    private static long Repetition(string pattern)
    {
        var product = 1L;
        foreach (Match match in Counts().Matches(pattern))
        {
            var upper = match.Groups[2].Length > 0 ? match.Groups[2].Value : match.Groups[1].Value;
            var count = long.TryParse(upper, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;
            product = count > MaxRepetition ? MaxRepetition + 1 : product * Math.Max(1, count);
            if (product > MaxRepetition)
            {
                break;
            }
        }

        return product;
    }

    [GeneratedRegex(@"\{([0-9]+)(?:,([0-9]*))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Counts();
}
