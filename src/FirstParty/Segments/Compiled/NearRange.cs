using FirstParty.Segments.Rules;

namespace FirstParty.Segments.Compiled;

/// <summary>A <see cref="NumberTest"/> in floating point, which answers only where rounding cannot matter.</summary>
internal readonly record struct NearRange(double Min, double Max, bool IsUsable)
{
    // Far wider than what conversion and division of numbers of sixteen digits can be off by.
    private const double Doubt = 1e-9;

    public static NearRange Of(NumberTest test)
    {
        var least = new[] { test.AtLeast, test.MoreThan, test.EqualTo }.OfType<decimal>().Select(bound => (double)bound).DefaultIfEmpty(double.NegativeInfinity);
        var most = new[] { test.AtMost, test.LessThan, test.EqualTo }.OfType<decimal>().Select(bound => (double)bound).DefaultIfEmpty(double.PositiveInfinity);
        return new NearRange(least.Max(), most.Min(), test.NotEqualTo is null);
    }

    /// <summary>Whether a number passes; null when it is too near a bound to tell.</summary>
    public bool? Contains(double number)
    {
        var doubt = Doubt * Math.Max(1, Math.Abs(number));
        return !IsUsable ? null
            : number > Min + doubt && number < Max - doubt ? true
            : number < Min - doubt || number > Max + doubt ? false
            : null;
    }
}
