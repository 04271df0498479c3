namespace FirstParty.Segments.Compiled;

/// <summary>
/// Decimal numbers as whole ten-thousandths in 64 bits, where they are that exactly: money, counts, ratings. Adding and comparing such numbers is
/// exact and costs as little as with integers; others take the slow path.
/// </summary>
internal static class FixedNumber
{
    public const long Scale = 10_000;

    private const decimal Largest = 100_000_000_000m;

    /// <summary>The number in ten-thousandths; false when it has more decimals, or is a hundred billion or more.</summary>
    public static bool TryFrom(decimal number, out long units)
    {
        units = 0;
        if (number is <= -Largest or >= Largest)
        {
            return false;
        }

        var scaled = number * Scale;
        units = (long)scaled;
        return units == scaled;
    }

    public static decimal ToDecimal(long units) => units / (decimal)Scale;
}
