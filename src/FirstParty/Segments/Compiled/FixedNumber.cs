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
        if (TryMove(number, out units))
        {
            return true;
        }

        units = 0;
        if (number is <= -Largest or >= Largest)
        {
            return false;
        }

        var scaled = number * Scale;
        units = (long)scaled;
        return units == scaled;
    }

    // Nearly all numbers have so few digits and decimals that the digits need only be moved.
    private static bool TryMove(decimal number, out long units)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        units = 0;
        if (number.Scale > 4 || parts[2] != 0 || (uint)parts[1] > short.MaxValue)
        {
            return false;
        }

        var digits = ((long)parts[1] << 32) | (uint)parts[0];
        digits *= number.Scale switch { 0 => Scale, 1 => 1_000, 2 => 100, 3 => 10, _ => 1 };
        units = parts[3] < 0 ? -digits : digits;
        return digits < (long)Largest * Scale;
    }

    public static decimal ToDecimal(long units) => units / (decimal)Scale;
}
