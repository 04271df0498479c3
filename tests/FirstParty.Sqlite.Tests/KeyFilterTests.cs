using FirstParty.Sqlite.Tables;

namespace FirstParty.Sqlite.Tests;

[TestFixture]
public sealed class KeyFilterTests
{
    [TestCase(1_000)]
    [TestCase(1_200_000)]
    public void MayContain_NeverMissesWhatWasAdded_AndSeldomErrs(int count)
    {
        var filter = new KeyFilter();
        for (var number = 0; number < count; number++)
        {
            filter.Add(Hash(number));
        }

        Enumerable.Range(0, count).ShouldAllBe(number => filter.MayContain(Hash(number)));
        Enumerable.Range(count, 100_000).Count(number => filter.MayContain(Hash(number))).ShouldBeLessThan(3_000);
    }

    /// <summary>Half of them random, half beginning with their second, as those of UUIDv7 do.</summary>
    private static long Hash(int number) =>
        number % 2 == 0 ? (long)KeyHash.Mix((ulong)number) : ((long)number / 100 << 32) | (long)(KeyHash.Mix((ulong)number) & uint.MaxValue);

    [Test]
    public void MayContain_IsFalse_OfAnEmptyFilter() => new KeyFilter().MayContain(7).ShouldBeFalse();
}
