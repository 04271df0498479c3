namespace FirstParty.Segments.Evaluation;

/// <summary>"Did you mean …?"</summary>
internal static class Suggestions
{
    private const int MaxLength = 64;
    private const int MaxCandidates = 2_000;

    // Of a shorter name every other is a near miss.
    private const int MinLength = 2;

    /// <summary>A sentence with a leading space that names the candidate that another language calls so, or is spelt most like it; empty when there is none.</summary>
    public static string For(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxLength)
        {
            return string.Empty;
        }

        var known = candidates.Take(MaxCandidates).ToList();
        if (OtherWords.Find(name, known) is { } ours)
        {
            return $" Did you mean \"{ours}\"?";
        }

        if (name.Length < MinLength)
        {
            return string.Empty;
        }

        var best = known
            .Where(candidate => candidate.Length <= MaxLength)
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Candidate is { Length: > 0 } && best.Distance <= Math.Max(1, name.Length / 3) ? $" Did you mean \"{best.Candidate}\"?" : string.Empty;
    }

    // How many insertions, deletions, replacements and swaps of neighbours part two names, case aside.
    private static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
