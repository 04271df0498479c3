namespace FirstParty.Tests.Identity;

/// <summary>Orders of arrival: all of them where that is feasible, else a sample with a printed seed.</summary>
internal static class Shuffles
{
    public const int Sampled = 200;

    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items, int seed) =>
        items.Count <= 6 ? Permutations([.. items]) : Samples(items, seed);

    public static T[] Shuffle<T>(Random random, IReadOnlyList<T> items)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static IEnumerable<IReadOnlyList<T>> Samples<T>(IReadOnlyList<T> items, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Sampled; i++)
        {
            yield return Shuffle(random, items);
        }
    }

    private static IEnumerable<IReadOnlyList<T>> Permutations<T>(T[] items, int from = 0)
    {
        if (from >= items.Length - 1)
        {
            yield return [.. items];
            yield break;
        }

        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var permutation in Permutations(items, from + 1))
            {
                yield return permutation;
            }

            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
