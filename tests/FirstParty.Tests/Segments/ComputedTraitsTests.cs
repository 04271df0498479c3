using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class ComputedTraitsTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    private static readonly ComputedTraits Traits = new(
    [
        new ComputedTrait("ltv", new EventFigure(["Order"], EventNumber.Sum, "total")),
        new ComputedTrait("meanOrder", new EventFigure(["Order"], EventNumber.Avg, "total", new EventWindow.Last(TimeSpan.FromDays(30)))),
        new ComputedTrait("favourite", ["Order"], ComputedValue.MostFrequent, "sku"),
        new ComputedTrait("everBought", ["Order"], ComputedValue.Unique, "sku"),
        new ComputedTrait("lastSku", ["Order"], ComputedValue.Last, "sku"),
    ]);

    private static ProfileView Buyer => new Person()
        .Did("Order", TimeSpan.FromDays(50), new() { ["total"] = 10, ["sku"] = "a" })
        .Did("Order", TimeSpan.FromDays(20), new() { ["total"] = 20, ["sku"] = "a" })
        .Did("Order", TimeSpan.FromDays(5), new() { ["total"] = 40, ["sku"] = "b" });

    [TestCase("ltv", "70")]
    [TestCase("meanOrder", "30")]
    [TestCase("favourite", "\"a\"")]
    [TestCase("everBought", "[\"a\",\"b\"]")]
    [TestCase("lastSku", "\"b\"")]
    public void ValueOf_ComputesWhenItIsRead(string name, string expected)
    {
        var trait = Traits.All.Single(trait => trait.Name == name);

        trait.ValueOf(Buyer, Now)!.ToString().ShouldBe(expected);
        (trait.ValueOf(new Person(), Now) ?? AttributeValue.Null).ShouldBe(name == "ltv" ? 0 : AttributeValue.Null);
    }

    [Test]
    public void Expand_LetsRulesUseThemByName()
    {
        var definition = new SegmentDefinition
        {
            Id = "fans",
            When = Rule.All(
                Rule.Trait("ltv").AtLeast(70), Rule.Trait("favourite").EqualTo("a"), Rule.Trait("everBought").HasAll("a", "b"),
                Rule.Not(Rule.Trait("lastSku").In("a")), Rule.Trait("meanOrder").LessThan(40)),
        };
        var set = SegmentSet.Create([Traits.Expand(definition)]);

        var verdict = set.EvaluateAll(_ => Buyer, Now).Single();

        verdict.IsMember.ShouldBeTrue();
        verdict.NextFlip.ShouldBe(Now.AddDays(10).AddTicks(1), "the mean is then of the last order alone");
    }

    [Test]
    public void Expand_Refuses_WhenATestCannotBeAsked()
    {
        Should.Throw<ArgumentException>(() => Traits.Expand(Rule.Trait("ltv").EqualTo("70"))).Message.ShouldContain("ltv");
        Should.Throw<ArgumentException>(() => Traits.Expand(Rule.Trait("ltv").NoOlderThan(TimeSpan.FromDays(1)).AtLeast(1)));
    }
}
