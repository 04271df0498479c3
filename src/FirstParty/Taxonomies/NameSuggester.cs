namespace FirstParty.Taxonomies;

/// <summary>
/// Finds the known name that an unknown one was probably meant to be: the same letters and digits whatever the spelling, else a name at
/// most two edits away. Bounded: an unknown name longer than 64 characters gets no suggestion.
/// </summary>
internal sealed class NameSuggester
{
    private const int MaxLength = 64;
    private const int MaxDistance = 2;

    private readonly string[] _names;
    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);

    public NameSuggester(IEnumerable<string> names)
    {
        _names = [.. names.Where(name => name.Length <= MaxLength).Order(StringComparer.Ordinal)];
        foreach (var name in _names)
        {
            _folded.TryAdd(Fold(name), name);
        }
    }

    public string? Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        var folded = Fold(name);
        if (_folded.TryGetValue(folded, out var spelledOtherwise))
        {
            return spelledOtherwise;
        }

        // A short name is within two edits of too much.
        var allowed = Math.Min(MaxDistance, folded.Length / 4);
        var best = default(string);
        var bestDistance = allowed + 1;
        foreach (var (candidate, known) in _folded)
        {
            if (Math.Abs(candidate.Length - folded.Length) < bestDistance && Distance(candidate, folded) is var distance
                && (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(known, best) < 0)))
            {
                (best, bestDistance) = (known, distance);
            }
        }

        return best;
    }

    private static string Fold(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours between two names.</summary>
    private static int Distance(string left, string right)
    {
        Span<int> beforeLast = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var cost = left[row - 1] == right[column - 1] ? 0 : 1;
                var distance = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + cost);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    distance = Math.Min(distance, beforeLast[column - 2] + 1);
                }

                current[column] = distance;
            }

            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[right.Length];
    }
}
