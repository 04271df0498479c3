using FirstParty.Segments;
using FirstParty.Segments.Migration;

namespace FirstParty.Tests.Segments.Migration;

[TestFixture]
public sealed class SegmentImportTests
{
    [TestCase("""{}""", """{"all":[]}""")]
    [TestCase("""{"country":"SE"}""", """{"trait":"country","eq":"SE"}""")]
    [TestCase("""{"country":"SE","age":{"$gte":25,"$lt":40}}""", """{"all":[{"trait":"country","eq":"SE"},{"all":[{"trait":"age","gte":25},{"trait":"age","lt":40}]}]}""")]
    [TestCase("""{"$or":[{"vip":true},{"plan":{"$ne":"free"}}]}""", """{"any":[{"trait":"vip","eq":true},{"not":{"trait":"plan","eq":"free"}}]}""")]
    [TestCase("""{"$nor":[{"a":1},{"b":null}]}""", """{"not":{"any":[{"trait":"a","eq":1},{"trait":"b","exists":false}]}}""")]
    [TestCase("""{"tags":{"$in":["a","b"]}}""", """{"any":[{"trait":"tags","in":["a","b"]},{"trait":"tags","hasAny":["a","b"]}]}""")]
    [TestCase("""{"tags":{"$elemMatch":{"$eq":"a"}}}""", """{"trait":"tags","hasAny":["a"]}""")]
    [TestCase("""{"tags":{"$all":["a","b"],"$size":2}}""", """{"all":[{"trait":"tags","hasAll":["a","b"]},{"trait":"tags","size":{"eq":2}}]}""")]
    [TestCase("""{"user.name":{"$regex":"^A","$exists":true}}""", """{"all":[{"trait":"user.name","matches":"^A"},{"trait":"user.name","exists":true}]}""")]
    [TestCase("""{"age":{"$not":{"$gt":18}}}""", """{"not":{"trait":"age","gt":18}}""")]
    [TestCase("""{"v":{"$vgte":"1.2.3"}}""", """{"trait":"v","semver":">=1.2.3"}""")]
    public void FromMongo_SaysTheSame(string json, string expected) => ShouldBe(SegmentImport.FromMongo(json), expected);

    [TestCase("""{"a":{"b":1}}""", "$.a")]
    [TestCase("""{"a":{"$elemMatch":{"$gt":1}}}""", "$.a.$elemMatch")]
    [TestCase("""{"$and":[{"a":1},{"id":{"$inGroup":"g"}}]}""", "$.$and[1].id.$inGroup")]
    [TestCase("""{"a":{"$regex":"(?=x)"}}""", "$.a.$regex")]
    [TestCase("""{"a":[1,2]}""", "$.a")]
    public void FromMongo_ListsWhatItCannotExpress(string json, string path) => ShouldLose(SegmentImport.FromMongo(json), path);

    [Test]
    public void FromMongo_NotesTheDifference_WhenTheyTakeMissingForZero() =>
        SegmentImport.FromMongo("""{"age":{"$lt":25}}""").Notes.Single().ShouldSatisfyAllConditions(
            note => note.IsLoss.ShouldBeFalse(), note => note.Path.ShouldBe("$.age.$lt"), note => note.Message.ShouldContain("missing"));

    [TestCase("""{"and":[{"==":[{"var":"country"},"SE"]},{">=":[{"var":"age"},18]}]}""", """{"all":[{"trait":"country","eq":"SE"},{"trait":"age","gte":18}]}""")]
    [TestCase("""{"<":[18,{"var":"age"}]}""", """{"trait":"age","gt":18}""")]
    [TestCase("""{"<=":[18,{"var":"age"},65]}""", """{"all":[{"trait":"age","gte":18},{"trait":"age","lte":65}]}""")]
    [TestCase("""{"!":{"in":[{"var":"country"},["US","CA"]]}}""", """{"not":{"trait":"country","in":["US","CA"]}}""")]
    [TestCase("""{"in":["vip",{"var":"tags"}]}""", """{"any":[{"trait":"tags","has":"vip"},{"trait":"tags","contains":"vip"}]}""")]
    [TestCase("""{"missing":["a","b"]}""", """{"any":[{"trait":"a","exists":false},{"trait":"b","exists":false}]}""")]
    [TestCase("""{"!=":[{"var":"plan"},null]}""", """{"not":{"trait":"plan","exists":false}}""")]
    public void FromJsonLogic_SaysTheSame(string json, string expected) => ShouldBe(SegmentImport.FromJsonLogic(json), expected);

    [TestCase("""{">":[{"+":[1,{"var":"a"}]},3]}""", "$.>")]
    [TestCase("""{"if":[true,true,false]}""", "$.if")]
    [TestCase("""{"and":[{"==":[1,1]},{"some":[{"var":"a"},true]}]}""", "$.and[1].some")]
    public void FromJsonLogic_ListsWhatItCannotExpress(string json, string path) => ShouldLose(SegmentImport.FromJsonLogic(json), path);

    [TestCase(
        """
        {"entryNode":{"type":"And","id":"1","children":["2","3"]},"nodes":[
          {"type":"Trait","id":"2","path":"plan","operator":{"type":"Equals","value":"pro"}},
          {"type":"Performed","id":"3","event":"Order","times":2,"timesOperator":">=","withinSeconds":604800,
           "properties":[{"path":"total","operator":{"type":"GreaterThanOrEqual","value":10}}]}]}
        """,
        """{"all":[{"trait":"plan","eq":"pro"},{"event":"Order","where":{"prop":"total","gte":10},"within":{"last":"7d"},"count":{"gte":2}}]}""")]
    [TestCase(
        """{"entryNode":{"type":"LastPerformed","id":"1","event":"Order","hasProperties":[{"path":"sku","operator":{"type":"NotEquals","value":"a"}}]},"nodes":[]}""",
        """{"event":"Order","last":{"of":"sku","ne":"a"}}""")]
    [TestCase(
        """{"entryNode":{"type":"Trait","id":"1","path":"stage","operator":{"type":"HasBeen","comparator":"GTE","value":"trial","windowSeconds":86400}},"nodes":[]}""",
        """{"trait":"stage","eq":"trial","hasBeen":"1d"}""")]
    [TestCase("""{"entryNode":{"type":"RandomBucket","id":"b","percent":0.1},"nodes":[]}""", """{"bucket":{"seed":"b","percent":10}}""")]
    public void FromDittofeed_SaysTheSame(string json, string expected) => ShouldBe(SegmentImport.FromDittofeed(json), expected);

    [TestCase("""{"entryNode":{"type":"Broadcast","id":"1"},"nodes":[]}""", "$.entryNode")]
    [TestCase("""{"entryNode":{"type":"Or","id":"1","children":["1"]},"nodes":[{"type":"Or","id":"1","children":["1"]}]}""", "$.nodes[0]")]
    public void FromDittofeed_ListsWhatItCannotExpress(string json, string path) => ShouldLose(SegmentImport.FromDittofeed(json), path);

    [TestCase(
        """
        {"properties":{"type":"OR","values":[{"type":"AND","values":[
          {"type":"person","key":"country","value":["SE","NO"],"operator":"exact"},
          {"type":"behavioral","key":"$pageview","event_type":"events","value":"performed_event","time_value":30,"time_interval":"day","negation":true}]}]}}
        """,
        """{"all":[{"trait":"country","in":["SE","NO"]},{"not":{"event":"Page Viewed","within":{"last":"30d"}}}]}""")]
    [TestCase(
        """{"properties":{"type":"AND","values":[{"type":"behavioral","key":"Order","value":"performed_event_multiple","operator":"lte","operator_value":2,"time_value":"4","time_interval":"week"}]}}""",
        """{"event":"Order","within":{"last":"28d"},"count":{"lte":2}}""")]
    [TestCase(
        """{"properties":{"type":"AND","values":[{"type":"behavioral","key":"Login","value":"stopped_performing_event","time_value":90,"time_interval":"day","seq_time_value":30,"seq_time_interval":"day"}]}}""",
        """{"all":[{"event":"Login","within":{"between":["90d","30d"]}},{"not":{"event":"Login","within":{"last":"30d"}}}]}""")]
    [TestCase(
        """{"properties":{"type":"AND","values":[{"type":"behavioral","key":"Login","value":"performed_event_regularly","time_value":1,"time_interval":"week","min_periods":3,"total_periods":4,"operator_value":1}]}}""",
        """{"event":"Login","regularly":{"each":"7d","of":4,"gte":3}}""")]
    [TestCase("""{"properties":{"type":"AND","values":[{"type":"cohort","key":"id","value":12}]}}""", """{"segment":"cohort-12"}""")]
    public void FromPostHog_SaysTheSame(string json, string expected) => ShouldBe(SegmentImport.FromPostHog(json), expected);

    [TestCase("""{"properties":{"type":"AND","values":[{"type":"behavioral","key":"Login","value":"performed_event","time_value":1,"time_interval":"month"}]}}""", "$.properties.values[0]")]
    [TestCase("""{"properties":{"type":"AND","values":[{"type":"behavioral","key":"7","event_type":"actions","value":"performed_event"}]}}""", "$.properties.values[0]")]
    [TestCase("""{"properties":{"type":"AND","values":[{"type":"person","key":"a","operator":"is_date_after","value":"-30d"}]}}""", "$.properties.values[0].value")]
    public void FromPostHog_ListsWhatItCannotExpress(string json, string path) => ShouldLose(SegmentImport.FromPostHog(json), path);

    [Test]
    public void FromPostHog_NotesThatNobodysEventsCount() =>
        SegmentImport.FromPostHog(
            """{"properties":{"type":"AND","values":[{"type":"behavioral","key":"Order","value":"performed_event_multiple","operator":"lte","operator_value":2,"time_value":1,"time_interval":"day"}]}}""")
            .Notes.Single().Message.ShouldContain("without any such event match here");

    [TestCase("1e28")]
    [TestCase("-1")]
    public void FromDittofeed_ListsANumberOutOfRange(string seconds) => ShouldLose(
        SegmentImport.FromDittofeed($$$"""{"entryNode":{"type":"Performed","id":"1","event":"E","withinSeconds":{{{seconds}}}},"nodes":[]}"""), "$.entryNode");

    [Test]
    public void FromDittofeed_GivesUp_WhenNodesMultiply()
    {
        var children = string.Join(',', Enumerable.Repeat("\"1\"", 100));

        ShouldLose(SegmentImport.FromDittofeed($$$"""{"entryNode":{"type":"Or","id":"1","children":[{{{children}}}]},"nodes":[{"type":"Or","id":"1","children":[{{{children}}}]}]}"""), "$.nodes[0]");
    }

    [TestCase("""{"a":""")]
    [TestCase("nope")]
    public void Import_Refuses_WhenTheTextIsNoJson(string json)
    {
        Should.Throw<SegmentFormatException>(() => SegmentImport.FromMongo(json));
        Should.Throw<SegmentFormatException>(() => SegmentImport.FromPostHog(json));
    }

    private static void ShouldBe(ImportedRule imported, string expected)
    {
        imported.Notes.ShouldAllBe(note => !note.IsLoss);
        SegmentJson.WriteRule(imported.Rule!).ShouldBe(SegmentJson.WriteRule(SegmentJson.ParseRule(expected)));
    }

    private static void ShouldLose(ImportedRule imported, string path)
    {
        imported.Rule.ShouldBeNull();
        imported.Notes.Where(note => note.IsLoss).Select(note => note.Path).ShouldContain(path);
    }
}
