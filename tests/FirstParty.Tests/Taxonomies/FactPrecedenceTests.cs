using FirstParty.Identity;
using FirstParty.Taxonomies;
using FsCheck.Fluent;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class FactPrecedenceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    // Rule 3: lower party, then explicit before implicit before inferred, then newer, then the higher fact.
    [TestCase(Party.Zero,  Explicitness.Explicit, 0, 1, Party.First, Explicitness.Explicit, 9, 9)]
    [TestCase(Party.First, Explicitness.Explicit, 0, 1, Party.First, Explicitness.Implicit, 9, 9)]
    [TestCase(Party.First, Explicitness.Implicit, 0, 1, Party.First, Explicitness.Inferred, 9, 9)]
    [TestCase(Party.First, Explicitness.Implicit, 9, 1, Party.First, Explicitness.Implicit, 8, 9)]
    [TestCase(Party.First, Explicitness.Implicit, 9, 9, Party.First, Explicitness.Implicit, 9, 8)]
    public void MostTrusted_PutsTheOneToBelieveFirst(
        Party party, Explicitness explicitness, int hours, int fact, Party otherParty, Explicitness otherExplicitness, int otherHours, int otherFact)
    {
        var believed = Standing(party, explicitness, hours, fact);
        var other = Standing(otherParty, otherExplicitness, otherHours, otherFact);

        FactPrecedence.MostTrusted.Compare(believed, other).ShouldBeNegative();
        FactPrecedence.MostTrusted.Compare(other, believed).ShouldBePositive();
    }

    [Test]
    public void MostRecent_PutsTheNewestFirst_WhateverItsParty()
    {
        var old = Standing(Party.Zero, Explicitness.Explicit, 0, 9);
        var fresh = Standing(Party.Third, Explicitness.Inferred, 1, 1);

        FactPrecedence.Of(Standard.Identity.Address.Shipping.Conflict).Compare(fresh, old).ShouldBeNegative();
        FactPrecedence.Of(Standard.Identity.Address.Billing.Conflict).Compare(fresh, old).ShouldBePositive();
    }

    [Law]
    public FsCheck.Property Compare_IsATotalOrder((byte, byte, byte, byte)[] seeds, bool recent)
    {
        var order = FactPrecedence.Of(recent ? ConflictRule.MostRecent : ConflictRule.MostTrusted);
        var standings = seeds.Select(seed => Standing((Party)(seed.Item1 % 4), (Explicitness)(seed.Item2 % 3), seed.Item3 % 4, seed.Item4 % 4))
            .Distinct().ToList();

        return standings.Order(order).SequenceEqual(standings.AsEnumerable().Reverse().Order(order)).ToProperty();
    }

    private static FactStanding Standing(Party party, Explicitness explicitness, int hours, int fact) =>
        new(party, explicitness, Noon.AddHours(hours), new FactId("web", (UInt128)fact));
}
