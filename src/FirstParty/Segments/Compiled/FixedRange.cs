using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A <see cref="NumberTest"/> as bounds on whole units: no decimal arithmetic is left when it is asked.</summary>
internal readonly record struct FixedRange(long Min, long Max, long? Except)
{
    /// <summary>The range of a test on numbers counted in units of 1/<paramref name="scale"/>.</summary>
    public static FixedRange Of(NumberTest test, long scale)
    {
        var (min, max) = (long.MinValue, long.MaxValue);
        long? except = null;
        if (test.EqualTo is { } equal)
        {
            (min, max) = (Math.Max(min, Ceiling(equal, scale)), Math.Min(max, Floor(equal, scale)));
        }

        min = test.AtLeast is { } least ? Math.Max(min, Ceiling(least, scale)) : min;
        max = test.AtMost is { } most ? Math.Min(max, Floor(most, scale)) : max;
        min = test.MoreThan is { } over ? Math.Max(min, Math.Min(Floor(over, scale), long.MaxValue - 1) + 1) : min;
        max = test.LessThan is { } under ? Math.Min(max, Math.Max(Ceiling(under, scale), long.MinValue + 1) - 1) : max;
        if (test.NotEqualTo is { } unequal && Floor(unequal, scale) == Ceiling(unequal, scale))
        {
            except = Floor(unequal, scale);
        }

        return new FixedRange(min, max, except);
    }

    public bool Contains(long units) => units >= Min && units <= Max && units != Except;

    /// <summary>The greatest number below one where the answer can be another than just above it; null when there is none.</summary>
    public long? NextBelow(long units)
    {
        long? next = null;
        foreach (var candidate in (ReadOnlySpan<long?>)[Min == long.MinValue ? null : Min - 1, Max, Except, Except - 1])
        {
            next = candidate < units && (next is null || candidate > next) ? candidate : next;
        }

        return next;
    }

    private static long Floor(decimal number, long scale) => Clamp(Scaled(number, scale) is { } scaled ? decimal.Floor(scaled) : number);

    private static long Ceiling(decimal number, long scale) => Clamp(Scaled(number, scale) is { } scaled ? decimal.Ceiling(scaled) : number);

    private static decimal? Scaled(decimal number, long scale) => Math.Abs(number) < 1e20m ? number * scale : null;

    // The ends stand for "beyond any number that is counted": those are under a hundred billion, and a million of them are added at most.
    private static long Clamp(decimal number) =>
        number >= long.MaxValue ? long.MaxValue : number <= long.MinValue ? long.MinValue : (long)number;
}
