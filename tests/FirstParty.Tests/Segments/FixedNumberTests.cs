using FirstParty.Segments.Compiled;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class FixedNumberTests
{
    // A number is fixed when ten thousand times it is whole and it is under a hundred billion.
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public void TryFrom_IsExact_WhateverTheDigitsAndDecimals(long digits, byte decimals)
    {
        foreach (var number in new[] { new decimal(digits) / Power(decimals % 12), new decimal(digits % 1_000_000) / Power(decimals % 6) })
        {
            var expected = number * 10_000 == decimal.Truncate(number * 10_000) && Math.Abs(number) < 100_000_000_000m;
            FixedNumber.TryFrom(number, out var units).ShouldBe(expected, $"{number}");
            if (expected)
            {
                units.ShouldBe((long)(number * 10_000));
            }
        }
    }

    [TestCase("0", 0L)]
    [TestCase("-0.0001", -1L)]
    [TestCase("1.50", 15_000L)]
    [TestCase("1.500000000", 15_000L)]
    [TestCase("99999999999.9999", 999_999_999_999_999L)]
    [TestCase("-99999999999.9999", -999_999_999_999_999L)]
    [TestCase("100000000000", null)]
    [TestCase("-100000000000", null)]
    [TestCase("0.00001", null)]
    [TestCase("79228162514264337593543950335", null)]
    [TestCase("0.0000000000000000000000000001", null)]
    public void TryFrom_TakesFourDecimals_UnderAHundredBillion(string number, long? expected)
    {
        var isFixed = FixedNumber.TryFrom(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), out var units);
        (isFixed ? units : (long?)null).ShouldBe(expected);
    }

    private static decimal Power(int decimals) => decimals == 0 ? 1 : 10 * Power(decimals - 1);
}
