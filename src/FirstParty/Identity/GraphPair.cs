namespace FirstParty.Identity;

/// <summary>The key of a link: the natural ids of its ends, the smaller first.</summary>
/// <param name="A">The smaller natural id.</param>
/// <param name="B">The larger natural id.</param>
public readonly record struct GraphPair(ProfileId A, ProfileId B) : IComparable<GraphPair>
{
    /// <summary>The pair of two ends in either order.</summary>
    public static GraphPair Of(ProfileId one, ProfileId other) => one <= other ? new(one, other) : new(other, one);

    /// <summary>The other end.</summary>
    public ProfileId Other(ProfileId end) => end == A ? B : A;

    /// <summary>Both ends of each of some pairs.</summary>
    internal static IEnumerable<ProfileId> Ends(IEnumerable<GraphPair> pairs)
    {
        foreach (var (a, b) in pairs)
        {
            yield return a;
            yield return b;
        }
    }

    /// <inheritdoc />
    public int CompareTo(GraphPair other) => A.CompareTo(other.A) is var byA and not 0 ? byA : B.CompareTo(other.B);

    /// <summary>Orders by the first end, then by the second.</summary>
    public static bool operator <(GraphPair left, GraphPair right) => left.CompareTo(right) < 0;

    /// <summary>Orders by the first end, then by the second.</summary>
    public static bool operator >(GraphPair left, GraphPair right) => left.CompareTo(right) > 0;

    /// <summary>Orders by the first end, then by the second.</summary>
    public static bool operator <=(GraphPair left, GraphPair right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by the first end, then by the second.</summary>
    public static bool operator >=(GraphPair left, GraphPair right) => left.CompareTo(right) >= 0;
}
