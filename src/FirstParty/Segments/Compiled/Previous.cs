namespace FirstParty.Segments.Compiled;

/// <summary>
/// Counts different values over stretches without a set: a value is new in [from, to) exactly when its previous occurrence is before from.
/// </summary>
internal static class Previous
{
    private const int Missing = int.MaxValue;

    /// <summary>For each value the index of its previous occurrence, −1 for none; missing values never count.</summary>
    public static int[] Of<T>(ReadOnlySpan<T?> values)
    {
        var last = new Dictionary<object, int>();
        var previous = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            previous[i] = values[i] is not { } value ? Missing : last.GetValueOrDefault(value, -1);
            if (values[i] is { } present)
            {
                last[present] = i;
            }
        }

        return previous;
    }

    public static int Distinct(int[] previous, int from, int to)
    {
        var count = 0;
        for (var i = from; i < to; i++)
        {
            count += previous[i] < from ? 1 : 0;
        }

        return count;
    }
}
