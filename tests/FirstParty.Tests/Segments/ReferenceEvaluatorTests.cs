using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Segments;

/// <summary>Each sentence of the semantics, as a case: the rule in JSON, the person beside it.</summary>
[TestFixture]
public sealed class ReferenceEvaluatorTests
{
    private static readonly ReferenceEvaluator Evaluator = new();
    private static readonly DateTimeOffset Now = Person.Now;

    // The person has age 30, country "SE", plan null, tags [vip, 3], empty "", joined a year ago tomorrow, app { version 2.3.0 }, place Stockholm.
    [TestCase("""{"trait":"age","eq":30}""", true)]
    [TestCase("""{"trait":"age","eq":30.0}""", true)]
    [TestCase("""{"trait":"age","eq":"30"}""", false, TestName = "a number is not text that looks like it")]
    [TestCase("""{"trait":"age","gt":29,"lt":31}""", true)]
    [TestCase("""{"trait":"age","gt":29,"lt":30}""", false)]
    [TestCase("""{"trait":"age","gte":"3"}""", false, TestName = "a number is not ordered with text")]
    [TestCase("""{"trait":"age","ne":"30"}""", true)]
    [TestCase("""{"trait":"country","eq":"se"}""", false)]
    [TestCase("""{"trait":"country","eq":"se","ignoreCase":true}""", true)]
    [TestCase("""{"trait":"country","in":["no","se"],"ignoreCase":true}""", true)]
    [TestCase("""{"trait":"country","gt":"SD"}""", true)]
    [TestCase("""{"trait":"country","startsWith":"S","endsWith":"E","contains":"SE"}""", true)]
    [TestCase("""{"trait":"country","like":"S%"}""", true)]
    [TestCase("""{"trait":"country","like":"_"}""", false)]
    [TestCase("""{"trait":"country","like":"S\\_"}""", false)]
    [TestCase("""{"trait":"country","matches":"^[A-Z]{2}$"}""", true)]
    [TestCase("""{"trait":"country","matches":"E"}""", true, TestName = "a regular expression matches anywhere")]
    [TestCase("""{"trait":"missing","eq":0}""", false, TestName = "missing is not 0")]
    [TestCase("""{"trait":"missing","lt":25}""", false)]
    [TestCase("""{"trait":"missing","eq":false}""", false)]
    [TestCase("""{"trait":"missing","ne":0}""", true)]
    [TestCase("""{"trait":"missing","nin":["a"]}""", true)]
    [TestCase("""{"trait":"missing","notContains":"a"}""", true)]
    [TestCase("""{"trait":"missing","hasNone":["a"]}""", true)]
    [TestCase("""{"trait":"missing","size":{"eq":0}}""", false)]
    [TestCase("""{"trait":"missing","isEmpty":true}""", false)]
    [TestCase("""{"trait":"missing","isEmpty":false}""", false)]
    [TestCase("""{"trait":"missing","ne":0,"missing":"exclude"}""", false)]
    [TestCase("""{"trait":"missing","eq":0,"missing":"include"}""", true)]
    [TestCase("""{"trait":"missing","exists":false}""", true)]
    [TestCase("""{"trait":"plan","exists":false}""", true, TestName = "null is missing")]
    [TestCase("""{"trait":"plan","ne":"free"}""", true)]
    [TestCase("""{"not":{"trait":"missing","eq":1}}""", true, TestName = "not is the plain complement")]
    [TestCase("""{"trait":"tags","has":"vip"}""", true)]
    [TestCase("""{"trait":"tags","has":"3"}""", false)]
    [TestCase("""{"trait":"tags","hasAny":["x",3]}""", true)]
    [TestCase("""{"trait":"tags","hasAll":["vip",3]}""", true)]
    [TestCase("""{"trait":"tags","hasAll":["vip","x"]}""", false)]
    [TestCase("""{"trait":"tags","hasNone":["x","y"]}""", true)]
    [TestCase("""{"trait":"tags","size":{"gte":2,"lt":3}}""", true)]
    [TestCase("""{"trait":"country","has":"SE"}""", false, TestName = "text is not a list")]
    [TestCase("""{"trait":"country","hasNone":["SE"]}""", true)]
    [TestCase("""{"trait":"empty","isEmpty":true}""", true)]
    [TestCase("""{"trait":"country","isEmpty":false}""", true)]
    [TestCase("""{"trait":"age","is":"number"}""", true)]
    [TestCase("""{"trait":"joined","is":"date"}""", true)]
    [TestCase("""{"trait":"joined","is":"string"}""", true)]
    [TestCase("""{"trait":"country","is":"date"}""", false)]
    [TestCase("""{"trait":"joined","at":{"withinLast":"365d"}}""", true)]
    [TestCase("""{"trait":"joined","at":{"withinLast":"30d"}}""", false)]
    [TestCase("""{"trait":"joined","at":{"notWithinLast":"30d"}}""", true)]
    [TestCase("""{"trait":"missing","at":{"notWithinLast":"30d"}}""", false)]
    [TestCase("""{"trait":"joined","at":{"before":"2026-01-01"}}""", true)]
    [TestCase("""{"trait":"joined","at":{"after":"2025-11-22T00:00:00Z"}}""", true, TestName = "after is inclusive")]
    [TestCase("""{"trait":"joined","at":{"before":"2025-11-22T00:00:00Z"}}""", false, TestName = "before is exclusive")]
    [TestCase("""{"trait":"joined","anniversaryWithin":"1d"}""", true)]
    [TestCase("""{"trait":"joined","anniversaryWithin":"12h"}""", false, TestName = "an anniversary begins at its midnight")]
    [TestCase("""{"trait":"app.version","semver":">=2.1.0 <3.0.0"}""", true)]
    [TestCase("""{"trait":"app.version","semver":"^2.4"}""", false)]
    [TestCase("""{"trait":"country","semver":"*"}""", false)]
    [TestCase("""{"trait":"place","near":{"lat":59.8586,"lon":17.6389,"km":64}}""", true, TestName = "Uppsala is 64 km from Stockholm")]
    [TestCase("""{"trait":"place","near":{"lat":59.8586,"lon":17.6389,"km":63}}""", false)]
    [TestCase("""{"trait":"place","geoIn":[{"lat":59,"lon":17},{"lat":60,"lon":17},{"lat":60,"lon":19},{"lat":59,"lon":19}]}""", true)]
    [TestCase("""{"trait":"place","geoIn":[{"lat":55,"lon":12},{"lat":56,"lon":12},{"lat":56,"lon":14}]}""", false)]
    [TestCase("""{"trait":"address","cidr":["192.168.0.0/16","10.0.0.0/8"]}""", true)]
    [TestCase("""{"trait":"address","cidr":["192.168.0.0/16"]}""", false)]
    [TestCase("""{"all":[]}""", true, TestName = "an empty all is everybody")]
    [TestCase("""{"atLeast":2,"of":[{"trait":"age","eq":30},{"trait":"age","eq":1},{"trait":"country","eq":"SE"}]}""", true)]
    [TestCase("""{"atLeast":3,"of":[{"trait":"age","eq":30},{"trait":"age","eq":1},{"trait":"country","eq":"SE"}]}""", false)]
    public void Matches_TestsTraits(string json, bool expected)
    {
        ProfileView view = new Person()
            .Has("age", 30).Has("country", "SE").Has("plan", AttributeValue.Null).Has("tags", AttributeValue.ListOf("vip", 3)).Has("empty", "")
            .Has("joined", "2025-11-22").Has("app", (AttributeValue)new Attributes { ["version"] = "2.3.0" })
            .Has("place", (AttributeValue)new Attributes { ["lat"] = 59.3293m, ["lon"] = 18.0686m }).Has("address", "10.1.2.3");

        Evaluator.Matches(SegmentJson.ParseRule(json), view, Now).ShouldBe(expected);
    }

    // The person ordered 40 days ago (total 10, sku a), 30 days ago to the tick (20, b), 2 days ago (30, a), and 2 days ago again (total "8", no sku).
    [TestCase("""{"event":"Order"}""", true)]
    [TestCase("""{"event":"Visit"}""", false)]
    [TestCase("""{"event":["Visit","Order"],"count":{"eq":4}}""", true)]
    [TestCase("""{"event":"Order","count":{"eq":4}}""", true)]
    [TestCase("""{"event":"Visit","count":{"eq":0}}""", true, TestName = "nobody's events are counted as 0")]
    [TestCase("""{"event":"Visit","count":{"lte":2}}""", true)]
    [TestCase("""{"event":"Visit","sum":{"of":"total","eq":0}}""", true)]
    [TestCase("""{"event":"Visit","avg":{"of":"total","lte":99}}""", false, TestName = "the mean of nothing is missing")]
    [TestCase("""{"event":"Visit","min":{"of":"total","lte":99}}""", false)]
    [TestCase("""{"event":"Visit","avg":{"of":"total","ne":1}}""", true)]
    [TestCase("""{"event":"Order","sum":{"of":"total","eq":60}}""", true, TestName = "text that looks like a number is not summed")]
    [TestCase("""{"event":"Order","avg":{"of":"total","eq":20}}""", true)]
    [TestCase("""{"event":"Order","min":{"of":"total","eq":10},"max":{"of":"total","eq":30}}""", true)]
    [TestCase("""{"event":"Order","distinct":{"of":"sku","eq":2}}""", true)]
    [TestCase("""{"event":"Order","distinctDays":{"eq":3}}""", true)]
    [TestCase("""{"event":"Order","within":{"last":"30d"},"count":{"eq":3}}""", true, TestName = "a sliding window has both its ends")]
    [TestCase("""{"event":"Order","within":{"between":["60d","30d"]},"count":{"eq":1}}""", true, TestName = "a window between two ages has its older end only")]
    [TestCase("""{"event":"Order","within":{"between":["30d","60d"]},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","within":{"first":"10d","after":"firstEvent"},"count":{"eq":1}}""", true, TestName = "an anchored window has its start only")]
    [TestCase("""{"event":"Order","within":{"first":"11d"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","within":{"first":"10d","after":{"firstOf":"Order"}},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","within":{"first":"1d","after":{"lastOf":"Order"}},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","within":{"first":"1d","after":{"lastOf":"Visit"}},"count":{"eq":0}}""", true, TestName = "without an anchor the window is empty")]
    [TestCase("""{"event":"Order","within":{"first":"10d","after":{"trait":"joined"}},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","within":{"from":"2026-11-19T12:00:00Z"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","within":{"from":"2026-10-01","to":"2026-11-19T12:00:00Z"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","within":{"calendar":"month"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","within":{"calendar":"month","offset":-1},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","within":{"calendar":"week"},"count":{"eq":2}}""", true, TestName = "a week starts on Monday")]
    [TestCase("""{"event":"Order","within":{"calendar":"day"},"count":{"eq":0}}""", true)]
    [TestCase("""{"event":"Order","where":{"prop":"sku","eq":"a"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","where":{"prop":"sku","ne":"a"},"count":{"eq":2}}""", true)]
    [TestCase("""{"event":"Order","where":{"all":[{"prop":"sku","eq":"a"},{"prop":"total","gte":30}]},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","first":{"of":"sku","eq":"a"}}""", true)]
    [TestCase("""{"event":"Order","last":{"of":"sku","exists":true}}""", false, TestName = "the last event decides, not the last with the property")]
    [TestCase("""{"event":"Order","lastAt":{"withinLast":"2d"}}""", true)]
    [TestCase("""{"event":"Order","lastAt":{"notWithinLast":"2d"}}""", false)]
    [TestCase("""{"event":"Visit","lastAt":{"notWithinLast":"2d"}}""", false, TestName = "nobody's last event is not long ago: it is missing")]
    [TestCase("""{"event":"Order","firstAt":{"before":"2026-10-13"}}""", true)]
    [TestCase("""{"event":"Order","count":{"gte":2},"sum":{"of":"total","gte":100}}""", false, TestName = "several measures must all hold")]
    [TestCase("""{"event":"Order","mostFrequent":{"of":"sku","eq":"a"}}""", true)]
    [TestCase("""{"event":"Order","within":{"last":"30d"},"mostFrequent":{"of":"sku","eq":"a"}}""", true, TestName = "of several the one that occurred last is the most frequent")]
    [TestCase("""{"event":"Order","unique":{"of":"sku","hasAll":["a","b"],"size":{"eq":2}}}""", true)]
    [TestCase("""{"event":"Visit","unique":{"of":"sku","size":{"eq":0}}}""", false, TestName = "nobody's values are missing and not an empty list")]
    [TestCase("""{"event":"Order","sessions":{"gap":"9d","eq":3}}""", true)]
    [TestCase("""{"event":"Order","sessions":{"gap":"10d","eq":2}}""", true, TestName = "the gap is inclusive")]
    [TestCase("""{"event":"Order","regularly":{"each":"15d","of":3,"eq":2}}""", true)]
    [TestCase("""{"event":"Order","regularly":{"each":"10d","of":4,"eq":2}}""", true, TestName = "a stretch holds its younger end only")]
    [TestCase("""{"compare":{"event":"Order"},"gt":{"event":"Visit"}}""", true)]
    [TestCase("""{"compare":{"event":"Order","number":"sum","of":"total"},"eq":{"event":"Order","number":"max","of":"total"},"times":2}""", true)]
    [TestCase("""{"compare":{"event":"Visit","number":"max","of":"total"},"lte":{"event":"Order","number":"max","of":"total"}}""", false, TestName = "nothing compares with a missing number")]
    [TestCase("""{"compare":{"event":"Visit","number":"max","of":"total"},"ne":{"event":"Order","number":"max","of":"total"}}""", true)]
    [TestCase("""{"event":"Order","where":{"prop":"total","gt":{"trait":"usual"}},"count":{"eq":1}}""", true)]
    [TestCase("""{"event":"Order","where":{"prop":"total","gt":{"trait":"missing"}}}""", false)]
    [TestCase("""{"event":"Order","where":{"prop":"total","ne":{"trait":"missing"}},"count":{"eq":4}}""", true)]
    [TestCase("""{"score":[{"when":{"event":"Order"},"points":2.5},{"when":{"event":"Visit"},"points":9},{"when":{"trait":"usual","exists":true},"points":-1}],"eq":1.5}""", true)]
    [TestCase("""{"event":"Later","count":{"eq":0}}""", true, TestName = "the future is not known")]
    public void Matches_MeasuresEvents(string json, bool expected)
    {
        ProfileView view = new Person()
            .Did("Order", TimeSpan.FromDays(40), new() { ["total"] = 10, ["sku"] = "a" })
            .Did("Order", TimeSpan.FromDays(30), new() { ["total"] = 20, ["sku"] = "b" })
            .Did("Order", TimeSpan.FromDays(2), new() { ["total"] = 30, ["sku"] = "a" })
            .Did("Order", TimeSpan.FromDays(2) - TimeSpan.FromTicks(1), new() { ["total"] = "8" })
            .Did("Later", -TimeSpan.FromTicks(1))
            .Has("joined", Instants.Format(Now - TimeSpan.FromDays(40))).Has("usual", 20);

        Evaluator.Matches(SegmentJson.ParseRule(json), view, Now).ShouldBe(expected);
    }

    // The person viewed 72 hours ago (sku a), added 48 (a) and 24 hours ago (b), and bought just now (no sku).
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}]}""", true)]
    [TestCase("""{"sequence":[{"event":"Add"},{"event":"View"}]}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"},{"event":"Add"},{"event":"Buy"}]}""", true)]
    [TestCase("""{"sequence":[{"event":"Add"},{"event":"Add"},{"event":"Add"}]}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Buy","maxGap":"71h"}]}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Buy","maxGap":"72h"}]}""", true)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add","minGap":"48h"}]}""", true, TestName = "a later event may satisfy a gap that the first does not")]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"},{"event":"Buy","maxGap":"24h"}]}""", true)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Buy"}],"maxSpan":"71h"}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"without":[{"event":"Buy"}]}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"without":[{"event":"Buy"}],"maxSpan":"72h"}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"without":[{"event":"Buy"}],"maxSpan":"71h"}""", true, TestName = "after the span a purchase undoes nothing")]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add","where":{"prop":"sku","eq":"b"}}],"sameProp":"sku"}""", false)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"sameProp":"sku"}""", true)]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"sameProp":"sku","without":[{"event":"Buy"}]}""", true, TestName = "a purchase of nothing in particular does not undo the sequence of a product")]
    [TestCase("""{"sequence":[{"event":"Add"},{"event":"Buy"}],"count":{"eq":2}}""", true, TestName = "starts are counted")]
    [TestCase("""{"sequence":[{"event":"View"},{"event":"Add"}],"within":{"last":"71h"}}""", false)]
    public void Matches_FindsSequences(string json, bool expected)
    {
        ProfileView view = new Person()
            .Did("View", TimeSpan.FromHours(72), new() { ["sku"] = "a" })
            .Did("Add", TimeSpan.FromHours(48), new() { ["sku"] = "a" })
            .Did("Add", TimeSpan.FromHours(24), new() { ["sku"] = "b" })
            .Did("Buy", TimeSpan.Zero);

        Evaluator.Matches(SegmentJson.ParseRule(json), view, Now).ShouldBe(expected);
    }

    [TestCase("granted", true, ConsentStatus.Granted, true)]
    [TestCase("granted", false, ConsentStatus.NotAsked, false)]
    [TestCase("unknown", false, ConsentStatus.NotAsked, true)]
    [TestCase("unknown", false, ConsentStatus.Expired, true)]
    [TestCase("unknown", false, ConsentStatus.Denied, false)]
    [TestCase("denied", false, ConsentStatus.Denied, true)]
    [TestCase("denied", false, ConsentStatus.Objected, true)]
    [TestCase("denied", false, ConsentStatus.Withdrawn, false)]
    [TestCase("withdrawn", false, ConsentStatus.Withdrawn, true)]
    [TestCase("withdrawn", true, ConsentStatus.NotObjected, false)]
    public void Matches_KnowsWhereThePersonStands(string standing, bool permitted, ConsentStatus status, bool expected)
    {
        var person = permitted ? new Person().Permits("marketing") : new Person().Stands("marketing", status);

        Evaluator.Matches(SegmentJson.ParseRule($$"""{"consent":"marketing","is":"{{standing}}"}"""), person, Now).ShouldBe(expected);
    }

    [TestCase("""{"trait":"tea","exists":true,"party":"zero"}""", true)]
    [TestCase("""{"trait":"tea","exists":true,"party":["first","third"]}""", false)]
    [TestCase("""{"trait":"tea","ne":"x","party":"first"}""", true, TestName = "a value of the wrong provenance is missing")]
    [TestCase("""{"trait":"tea","exists":true,"explicitness":"explicit"}""", true)]
    [TestCase("""{"trait":"tea","exists":true,"maxAge":"10d"}""", true)]
    [TestCase("""{"trait":"tea","exists":true,"maxAge":"9d"}""", false)]
    [TestCase("""{"trait":"tea","exists":true,"hasBeen":"10d"}""", true, TestName = "has been so for ten days")]
    [TestCase("""{"trait":"tea","exists":true,"hasBeen":"11d"}""", false)]
    public void Matches_AsksWhereAValueCameFrom(string json, bool expected)
    {
        ProfileView view = new Person().Has("tea", "Assam", TimeSpan.FromDays(10), Party.Zero, Explicitness.Explicit);

        Evaluator.Matches(SegmentJson.ParseRule(json), view, Now).ShouldBe(expected);
    }

    [Test]
    public void Matches_CountsDaysInTheZone_WhenOneIsNamed()
    {
        var rule = Rule.DistinctDays("Visit").Exactly(1);
        ProfileView view = new Person()
            .DidAt("Visit", new DateTimeOffset(2026, 11, 1, 22, 30, 0, TimeSpan.Zero))
            .DidAt("Visit", new DateTimeOffset(2026, 11, 2, 7, 0, 0, TimeSpan.Zero));

        Evaluator.Matches(rule, view, Now).ShouldBeFalse();
        Evaluator.Matches(rule, view, Now, "Asia/Tokyo").ShouldBeTrue();
    }

    [Test]
    public void IsMember_NeedsThePurpose_WhenTheSegmentHasOne()
    {
        var set = SegmentSet.Create([new SegmentDefinition { Id = "all", Purpose = "marketing", When = Rule.All() }]);

        new ReferenceEvaluator(set).IsMember("all", new Person(), Now).ShouldBeFalse();
        new ReferenceEvaluator(set).IsMember("all", new Person().Permits("marketing"), Now).ShouldBeTrue();
    }

    [Test]
    public void Matches_KnowsWhenASegmentWasEntered()
    {
        var set = SegmentSet.Create(
        [
            new SegmentDefinition { Id = "regulars", When = Rule.Count("Order").Over(TimeSpan.FromDays(10)).AtLeast(2) },
            new SegmentDefinition { Id = "new-regulars", When = Rule.InSegment("regulars", enteredWithin: TimeSpan.FromDays(3)) },
        ]);
        var evaluator = new ReferenceEvaluator(set);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(5)).Did("Order", TimeSpan.FromDays(2));

        evaluator.IsMember("new-regulars", view, Now).ShouldBeTrue();
        evaluator.NextFlip("new-regulars", view, Now).ShouldBe(Now + TimeSpan.FromDays(1));
        evaluator.IsMember("new-regulars", view, Now + TimeSpan.FromDays(1)).ShouldBeFalse();
        evaluator.IsMember("new-regulars", view, Now + TimeSpan.FromDays(1) - TimeSpan.FromTicks(1)).ShouldBeTrue();
        evaluator.IsMember("new-regulars", view, Now - TimeSpan.FromDays(3)).ShouldBeFalse();
    }

    [Test]
    public void Matches_ScoresAgainstThePopulation_WhenThereIsAScale()
    {
        var rule = (RfmRule)Rule.Rfm("Order", "total", recency: new() { EqualTo = 5 }, frequency: new() { EqualTo = 5 }, monetary: new() { EqualTo = 5 });
        var population = Enumerable.Range(1, 10).Select(i => (TimeSpan.FromDays(i * 10), 11 - i, 100m * (11 - i))).ToList();
        var set = SegmentSet.Create([new SegmentDefinition { Id = "champions", When = rule }]);
        ProfileView best = Enumerable.Range(0, 10).Aggregate(new Person(), (person, i) => person.Did("Order", TimeSpan.FromDays(10 + i), new() { ["total"] = 100 }));
        ProfileView middling = new Person().Did("Order", TimeSpan.FromDays(50), new() { ["total"] = 500 });

        new ReferenceEvaluator(set).IsMember("champions", best, Now).ShouldBeFalse();
        set = set.WithScale(rule, RfmScale.Of(population));
        new ReferenceEvaluator(set).IsMember("champions", best, Now).ShouldBeTrue();
        new ReferenceEvaluator(set).IsMember("champions", middling, Now).ShouldBeFalse();
    }

    [Test]
    public void Matches_PutsAStableShareInABucket()
    {
        var people = Enumerable.Range(0, 10_000).Select(i => new Person().View(new Guid(i, 0, 0, new byte[8]))).ToList();
        int Share(string seed, decimal percent) => people.Count(person => Evaluator.Matches(Rule.Bucket(seed, percent), person, Now));

        Share("a", 10).ShouldBeInRange(900, 1_100);
        Share("a", 0).ShouldBe(0);
        Share("a", 100).ShouldBe(10_000);
        people.Count(person => Evaluator.Matches(Rule.Bucket("a", 50) & Rule.Bucket("b", 50), person, Now)).ShouldBeInRange(2_350, 2_650);
    }
}
