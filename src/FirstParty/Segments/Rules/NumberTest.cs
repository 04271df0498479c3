namespace FirstParty.Segments.Rules;

/// <summary>Comparisons of one number; all that are set must hold.</summary>
public sealed record NumberTest
{
    /// <summary><c>eq</c>.</summary>
    public decimal? EqualTo { get; init; }

    /// <summary><c>ne</c>: the only one that is true of a missing number.</summary>
    public decimal? NotEqualTo { get; init; }

    /// <summary><c>gt</c>.</summary>
    public decimal? MoreThan { get; init; }

    /// <summary><c>gte</c>.</summary>
    public decimal? AtLeast { get; init; }

    /// <summary><c>lt</c>.</summary>
    public decimal? LessThan { get; init; }

    /// <summary><c>lte</c>.</summary>
    public decimal? AtMost { get; init; }

    /// <summary>Whether nothing is compared.</summary>
    public bool IsEmpty => EqualTo is null && NotEqualTo is null && MoreThan is null && AtLeast is null && LessThan is null && AtMost is null;

    /// <summary>Whether a number, or a missing one, passes.</summary>
    public bool Holds(decimal? number) =>
        (EqualTo is null || number == EqualTo)
        && (NotEqualTo is null || number != NotEqualTo)
        && (MoreThan is null || number > MoreThan)
        && (AtLeast is null || number >= AtLeast)
        && (LessThan is null || number < LessThan)
        && (AtMost is null || number <= AtMost);

    internal static NumberTest Check(NumberTest test, string parameter)
    {
        ArgumentNullException.ThrowIfNull(test, parameter);
        return test.IsEmpty ? throw new ArgumentException("A comparison needs at least one of eq, ne, gt, gte, lt, lte.", parameter) : test;
    }
}
