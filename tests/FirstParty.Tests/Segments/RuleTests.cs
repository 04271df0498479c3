using System.Text.Json.Nodes;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class RuleTests
{
    private static IEnumerable<TestCaseData> Sentences()
    {
        static TestCaseData Case(SegmentRule rule, string json) => new TestCaseData(rule, json).SetName("{m}(" + json + ")");
        yield return Case(
            Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500),
            """{"event":"Order Completed","within":{"last":"90d"},"sum":{"of":"total","gte":500}}""");
        yield return Case(
            Rule.All(Rule.HasTrait("favouriteTea"), Rule.Count("Order Completed").Over(TimeSpan.FromDays(30)).AtLeast(3)),
            """{"all":[{"trait":"favouriteTea","exists":true},{"event":"Order Completed","within":{"last":"30d"},"count":{"gte":3}}]}""");
        yield return Case(Rule.Trait("country").In("SE", "NO"), """{"trait":"country","in":["SE","NO"]}""");
        yield return Case(Rule.Not(Rule.Trait("plan").EqualTo("free")), """{"not":{"trait":"plan","eq":"free"}}""");
        yield return Case(Rule.Trait("email").IgnoringCase().EndsWith(".se"), """{"trait":"email","endsWith":".se","ignoreCase":true}""");
        yield return Case(Rule.Any(Rule.InSegment("vip"), Rule.Consent("marketing")), """{"any":[{"segment":"vip"},{"consent":"marketing"}]}""");
        yield return Case(
            Rule.Last("Order Completed").NotWithin(TimeSpan.FromDays(90)), """{"event":"Order Completed","lastAt":{"notWithinLast":"90d"}}""");
        yield return Case(
            Rule.Count("Ticket").InFirst(TimeSpan.FromDays(30)).MoreThan(3),
            """{"event":"Ticket","within":{"first":"30d","after":"firstEvent"},"count":{"gt":3}}""");
        yield return Case(
            Rule.DistinctDays("Order").InFirst(TimeSpan.FromDays(30), new WindowAnchor.FirstOf("Order")).AtLeast(2),
            """{"event":"Order","within":{"first":"30d","after":{"firstOf":"Order"}},"distinctDays":{"gte":2}}""");
        yield return Case(
            Rule.Event("Survey Answered").Where(Rule.Property("surveyId").EqualTo("nps")).AtLeastOnce(),
            """{"event":"Survey Answered","where":{"prop":"surveyId","eq":"nps"}}""");
        yield return Case(
            Rule.Sequence("Product Viewed").Then("Product Added", maxGap: TimeSpan.FromDays(7)).Without("Order Completed")
                .MaxSpan(TimeSpan.FromDays(7)).Over(TimeSpan.FromDays(30)).AtLeastOnce(),
            """{"sequence":[{"event":"Product Viewed"},{"event":"Product Added","maxGap":"7d"}],"without":[{"event":"Order Completed"}],"maxSpan":"7d","within":{"last":"30d"}}""");
        yield return Case(
            Rule.Trait("tea").From(Party.Zero).NoOlderThan(TimeSpan.FromDays(90)).Exists(),
            """{"trait":"tea","exists":true,"party":["zero"],"maxAge":"90d"}""");
        yield return Case(Rule.AtLeast(2, Rule.HasTrait("a"), Rule.HasTrait("b"), Rule.HasTrait("c")),
            """{"atLeast":2,"of":[{"trait":"a","exists":true},{"trait":"b","exists":true},{"trait":"c","exists":true}]}""");
        yield return Case(Rule.Last("Order").Property("channel").EqualTo("app"), """{"event":"Order","last":{"of":"channel","eq":"app"}}""");
    }

    [TestCaseSource(nameof(Sentences))]
    public void Builder_SaysWhatTheJsonSays(SegmentRule rule, string json)
    {
        JsonNode.DeepEquals(JsonNode.Parse(SegmentJson.WriteRule(rule)), JsonNode.Parse(json)).ShouldBeTrue(SegmentJson.WriteRule(rule));
        SegmentJson.ParseRule(json).ShouldBe(rule);
    }

    [Test]
    public void Builder_RefusesAtTheCall_WhenAnOperandIsWrong()
    {
        Should.Throw<ArgumentException>(() => Rule.Any());
        Should.Throw<ArgumentException>(() => Rule.Trait(" "));
        Should.Throw<ArgumentException>(() => Rule.Trait("x").In());
        Should.Throw<ArgumentException>(() => Rule.Trait("x").MoreThan(true));
        Should.Throw<ArgumentException>(() => Rule.Trait("x").Matches("("));
        Should.Throw<ArgumentException>(() => Rule.Count("E").Over(TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => Rule.Count("E").Over(TimeSpan.FromDays(40_000)));
        Should.Throw<ArgumentException>(() => Rule.Count("E").Over(TimeSpan.FromMilliseconds(1)));
        Should.Throw<ArgumentException>(() => Rule.Event("E").Where(Rule.HasTrait("x")));
        Should.Throw<ArgumentException>(() => Rule.Sequence("E").AtLeastOnce());
        Should.Throw<ArgumentException>(() => Rule.Bucket("seed", 101));
    }
}
