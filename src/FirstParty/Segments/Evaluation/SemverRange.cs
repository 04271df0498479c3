using System.Diagnostics.CodeAnalysis;

namespace FirstParty.Segments.Evaluation;

/// <summary>
/// A range of versions: comparators joined by spaces (all), the groups by <c>||</c> (any). A comparator is <c>&gt;= &gt; &lt;= &lt; =</c>
/// with a version, <c>^</c>, <c>~</c>, or a version in which trailing parts are left out or <c>x</c>.
/// </summary>
internal sealed class SemverRange
{
    private readonly (SemverVersion Least, bool IncludesLeast, SemverVersion Most, bool IncludesMost)[][] _groups;

    private SemverRange((SemverVersion, bool, SemverVersion, bool)[][] groups) => _groups = groups;

    /// <summary>The comparators: any of the groups, all of each group's bounds.</summary>
    public IReadOnlyList<IReadOnlyList<(SemverVersion Least, bool IncludesLeast, SemverVersion Most, bool IncludesMost)>> Groups => _groups;

    private static SemverVersion Lowest { get; } = new(0, 0, 0, ["0"]);

    private static SemverVersion Highest { get; } = new(ulong.MaxValue, 0, 0, []);

    public static bool TryParse(string text, [NotNullWhen(true)] out SemverRange? range)
    {
        range = null;
        var groups = new List<(SemverVersion, bool, SemverVersion, bool)[]>();
        foreach (var part in text.Split("||"))
        {
            var group = new List<(SemverVersion, bool, SemverVersion, bool)>();
            foreach (var token in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!TryComparator(token, out var bounds))
                {
                    return false;
                }

                group.Add(bounds);
            }

            if (group.Count == 0)
            {
                return false;
            }

            groups.Add([.. group]);
        }

        range = new SemverRange([.. groups]);
        return true;
    }

    public bool Contains(SemverVersion version)
    {
        foreach (var group in _groups)
        {
            var within = true;
            foreach (var (least, includesLeast, most, includesMost) in group)
            {
                var (low, high) = (version.CompareTo(least), version.CompareTo(most));
                within &= (low > 0 || (low == 0 && includesLeast)) && (high < 0 || (high == 0 && includesMost));
            }

            if (within)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryComparator(string token, out (SemverVersion, bool, SemverVersion, bool) bounds)
    {
        bounds = default;
        var operatorLength = token.TakeWhile(c => c is '<' or '>' or '=' or '^' or '~').Count();
        var (symbol, rest) = (token[..operatorLength], token[operatorLength..]);
        var parts = rest.Split('.');
        var kept = parts.TakeWhile(part => part is not ("x" or "X" or "*")).ToArray();
        var wild = kept.Length < parts.Length || (parts.Length < 3 && !rest.Contains('-', StringComparison.Ordinal));
        if (rest.Length == 0 || parts.Length > 3 && !rest.Contains('-', StringComparison.Ordinal)
            || parts.Skip(kept.Length).Any(part => part is not ("x" or "X" or "*")))
        {
            return false;
        }

        var version = Lowest;
        if (kept.Length > 0 && !SemverVersion.TryParse(string.Join('.', kept), out version))
        {
            return false;
        }

        var known = Math.Min(kept.Length, 3);
        bounds = symbol switch
        {
            ">=" => (version, true, Highest, true),
            ">" => wild ? (After(version, known), true, Highest, true) : (version, false, Highest, true),
            "<" => (Lowest, true, version, false),
            "<=" => wild ? (Lowest, true, After(version, known), false) : (Lowest, true, version, true),
            "^" => (version, true, AfterCaret(version, known), false),
            "~" => (version, true, After(version, Math.Min(known, 2)), false),
            "" or "=" => wild ? (version, true, After(version, known), false) : (version, true, version, true),
            _ => default,
        };
        return bounds != default;
    }

    // The first version beyond those that share the first `known` parts.
    private static SemverVersion After(SemverVersion version, int known) => known switch
    {
        0 => Highest,
        1 => new SemverVersion(version.Major + 1, 0, 0, ["0"]),
        2 => new SemverVersion(version.Major, version.Minor + 1, 0, ["0"]),
        _ => new SemverVersion(version.Major, version.Minor, version.Patch + 1, ["0"]),
    };

    private static SemverVersion AfterCaret(SemverVersion version, int known) => version switch
    {
        { Major: > 0 } => After(version, Math.Min(known, 1)),
        { Minor: > 0 } => After(version, Math.Min(known, 2)),
        _ => After(version, known),
    };
}
