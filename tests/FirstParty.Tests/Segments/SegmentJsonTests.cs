using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FirstParty.Segments;
using FirstParty.Segments.Json;
using FirstParty.Segments.Rules;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class SegmentJsonTests
{
    private static string VectorPath(string file) => Path.Combine(AppContext.BaseDirectory, "Vectors", "segments", file);

    private static IEnumerable<TestCaseData> Examples() =>
        JsonNode.Parse(File.ReadAllText(VectorPath("examples.json")))!.AsArray()
            .Select(example => new TestCaseData(example!.ToJsonString()).SetName("{m}(" + example!["id"] + ")"));

    [TestCaseSource(nameof(Examples))]
    public void Write_GivesTheExampleAgain_WhenItWasParsed(string example)
    {
        var definition = SegmentJson.Parse(example);

        var written = SegmentJson.Write(definition);

        SegmentJson.Parse(written).ShouldBe(definition);
        var expected = JsonNode.Parse(example)!;
        RemoveDefaults(expected);
        JsonNode.DeepEquals(JsonNode.Parse(written), expected).ShouldBeTrue(written);
    }

    [Test]
    public void ParseAll_ReadsTheExamplesFile() =>
        SegmentJson.ParseAll(File.ReadAllBytes(VectorPath("examples.json"))).Length.ShouldBe(8);

    [Test]
    public void Schema_HasTheWordsThatTheReaderKnows()
    {
        var schema = JsonNode.Parse(SegmentJson.Schema())!;
        var operators = schema["$defs"]!["ops"]!["properties"]!.AsObject().Select(member => member.Key).ToList();
        foreach (var condition in schema["$defs"]!["cond"]!["oneOf"]!.AsArray().Select(item => item!.AsObject()))
        {
            var kind = condition["required"]![0]!.GetValue<string>();
            var words = condition["properties"]!.AsObject().Select(member => member.Key).Concat(condition.ContainsKey("$ref") ? operators : []);
            Vocabulary.Conditions[kind].ShouldBe(words, ignoreOrder: true, kind);
        }
    }

    [Test]
    public void Schema_IsTheVectorsSchema() =>
        JsonNode.DeepEquals(JsonNode.Parse(SegmentJson.Schema(version: 1)), JsonNode.Parse(File.ReadAllText(VectorPath("segment.schema.json")))).ShouldBeTrue();

    // Each a slip of the pen that a lenient reader would silently ignore.
    [TestCase("""{"id":"a","when":{"trait":"x","gtt":3}}""", "$.when.gtt", "Did you mean \"gt\"?")]
    [TestCase("""{"id":"a","when":{"trait":"x","equals":3}}""", "$.when.equals", "There is no \"equals\" here. Did you mean \"eq\"?")]
    [TestCase("""{"id":"a","when":{"and":[{"trait":"x","eq":1}]}}""", "$.when", "Did you mean \"all\"?")]
    [TestCase("""{"id":"a","when":{"AND":[{"trait":"x","eq":1}]}}""", "$.when", "Did you mean \"all\"?")]
    [TestCase("""{"id":"a","when":{"$and":[{"trait":"x","eq":1}]}}""", "$.when", "Did you mean \"all\"?")]
    [TestCase("""{"id":"a","when":{"or":[{"trait":"x","eq":1}]}}""", "$.when", "Did you mean \"any\"?")]
    [TestCase("""{"id":"a","when":{"!":{"trait":"x","eq":1}}}""", "$.when", "Did you mean \"not\"?")]
    [TestCase("""{"id":"a","when":{"trait":"x","==":3}}""", "$.when.==", "Did you mean \"eq\"?")]
    [TestCase("""{"id":"a","when":{"trait":"x","$gte":3}}""", "$.when.$gte", "Did you mean \"gte\"?")]
    [TestCase("""{"id":"a","when":{"trait":"x","not_in":["a"]}}""", "$.when.not_in", "Did you mean \"nin\"?")]
    [TestCase("""{"id":"a","when":{"trait":"x","regex":"a"}}""", "$.when.regex", "Did you mean \"matches\"?")]
    [TestCase("""{"id":"a","when":{"event":"E","filter":{"prop":"x","eq":1}}}""", "$.when.filter", "Did you mean \"where\"?")]
    [TestCase("""{"id":"a","version":2,"when":{"trait":"x","eq":1,"minAge":"30d"}}""", "$.when.minAge", "Did you mean \"hasBeen\"?")]
    [TestCase("""{"id":"a","when":{"event":"E","cuont":{"gt":3}}}""", "$.when.cuont", "Did you mean \"count\"?")]
    [TestCase("""{"id":"a","when":{"event":"E","count":{"gte":3,"minimum":1}}}""", "$.when.count.minimum", "There is no \"minimum\" here.")]
    [TestCase("""{"id":"a","when":{"al":[]}}""", "$.when", "Did you mean \"all\"?")]
    [TestCase("""{"id":"a","when":{"all":[{"trait":"x","eq":1},{"event":"E","within":{"lats":"30d"}}]}}""", "$.when.all[1].within.lats", "Did you mean \"last\"?")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"last":"1M"}}}""", "$.when.within.last", "calendar")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"last":"0d"}}}""", "$.when.within.last", "duration")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"last":"99999999d"}}}""", "$.when.within.last", "36500d")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"last":30}}}""", "$.when.within.last", "must be a text")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"between":["30d","30d"]}}}""", "$.when.within", "empty")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"first":"30d","after":"firstVisit"}}}""", "$.when.within.after", "must be one of")]
    [TestCase("""{"id":"a","when":{"event":"E","within":{"calendar":"month","offset":1}}}""", "$.when.within", "offset is 0")]
    [TestCase("""{"id":"a","when":{"event":"E","count":{"gt":"3"}}}""", "$.when.count.gt", "must be a number")]
    [TestCase("""{"id":"a","when":{"event":"E","count":{}}}""", "$.when.count", "at least one")]
    [TestCase("""{"id":"a","when":{"event":"E","sum":{"gt":3}}}""", "$.when.sum", "\"of\" is missing")]
    [TestCase("""{"id":"a","when":{"event":"E","where":{"trait":"x","eq":1}}}""", "$.when.where", "filter of an event")]
    [TestCase("""{"id":"a","when":{"prop":"x","eq":1}}""", "$.when", "\"where\" of an event")]
    [TestCase("""{"id":"a","when":{"any":[]}}""", "$.when", "at least one rule")]
    [TestCase("""{"id":"a","when":{"atLeast":3,"of":[{"trait":"x","eq":1}]}}""", "$.when", "atLeast")]
    [TestCase("""{"id":"a","when":{"trait":"x"}}""", "$.when", "at least")]
    [TestCase("""{"id":"a","when":{"trait":"x","eq":null}}""", "$.when.eq", "text, a number")]
    [TestCase("""{"id":"a","when":{"trait":"x","in":"SE"}}""", "$.when.in", "must be an array")]
    [TestCase("""{"id":"a","when":{"trait":"x","eq":1,"eq":2}}""", "$.when.eq", "twice")]
    [TestCase("""{"id":"a","when":{"trait":"x","event":"E"}}""", "$.when", "trait and event")]
    [TestCase("""{"id":"a","when":{"trait":"x","matches":"(a"}}""", "$.when.matches", "regular expression")]
    [TestCase("""{"id":"a","when":{"trait":"x","matches":"(?=a)b"}}""", "$.when.matches", "Look-around")]
    [TestCase("""{"id":"a","when":{"trait":"x","matches":"(a)\\1"}}""", "$.when.matches", "back-references")]
    [TestCase("""{"id":"a","when":{"trait":"x","matches":"((a{100}){100}){100}"}}""", "$.when.matches", "repeats too often")]
    [TestCase("""{"id":"a","when":{"trait":"x","semver":"two"}}""", "$.when.semver", "version range")]
    [TestCase("""{"id":"a","when":{"trait":"x","cidr":["10.0.0.0/99"]}}""", "$.when.cidr", "CIDR")]
    [TestCase("""{"id":"a","when":{"trait":"x","near":{"lat":91,"lon":0,"km":1}}}""", "$.when.near", "latitude")]
    [TestCase("""{"id":"a","when":{"trait":"x","eq":1e999}}""", "$.when", "out of range")]
    [TestCase("""{"id":"a","when":{"trait":"x","exists":true,"party":"zero"}}""", "$", "\"version\":2 is needed for provenance")]
    [TestCase("""{"id":"a","version":1,"when":{"event":"E","regularly":{"each":"7d","of":4,"gte":3}}}""", "$.version", "regularly")]
    [TestCase("""{"id":"a","version":2,"when":{"score":[],"gte":3}}""", "$.when", "from 1 to")]
    [TestCase("""{"id":"a","version":2,"when":{"compare":{"event":"E"}}}""", "$.when", "compared with one of")]
    [TestCase("""{"id":"a","version":2,"when":{"event":"E","regularly":{"each":"7d","of":1,"gte":3}}}""", "$.when.regularly", "2 to 100")]
    [TestCase("""{"id":"a","version":2,"when":{"trait":"x","gt":{"triat":"y"}}}""", "$.when.gt.triat", "Did you mean \"trait\"?")]
    [TestCase("""{"id":"A b","when":{"trait":"x","eq":1}}""", "$.id", "lower-case")]
    [TestCase("""{"id":"a","version":3,"when":{"trait":"x","eq":1}}""", "$.version", "versions")]
    [TestCase("""{"id":"a","timezone":"Mars/Olympus","when":{"trait":"x","eq":1}}""", "$.timezone", "time zone")]
    [TestCase("""{"id":"a","timezone":"../../etc/passwd","when":{"trait":"x","eq":1}}""", "$.timezone", "time zone")]
    [TestCase("""{"id":"a"}""", "$", "\"when\" is missing")]
    [TestCase("""{"id":"a","when":{"trait":"x","eq":1}} x""", "$", "")]
    [TestCase("""[]""", "$", "object")]
    [TestCase("", "$", "JSON")]
    public void Parse_SaysWhereAndWhy_WhenTheTextIsNoDefinition(string json, string path, string message)
    {
        var error = Should.Throw<SegmentFormatException>(() => SegmentJson.Parse(json));

        error.Path.ShouldBe(path);
        error.Problem.ShouldContain(message);
        SegmentJson.TryParse(json, out _, out var same).ShouldBeFalse();
        same!.Message.ShouldBe(error.Message);
    }

    [Test]
    public void Parse_GivesLineAndColumn_WhenSomethingIsWrongInTheMiddle()
    {
        var error = Should.Throw<SegmentFormatException>(() => SegmentJson.Parse("{\n  \"id\": \"a\",\n  \"when\": { \"trait\": \"x\", \"gt\": true }\n}"));

        (error.Line, error.Column).ShouldBe((3, 33));
    }

    [Test]
    public void Parse_Refuses_WhenARuleHasTenThousandLeaves()
    {
        var leaves = string.Join(',', Enumerable.Repeat("""{"trait":"x","eq":1}""", 10_000));

        Should.Throw<SegmentFormatException>(() => SegmentJson.Parse($$$"""{"id":"a","when":{"all":[{{{leaves}}}]}}""")).Problem.ShouldContain("at most 1000 leaves");
    }

    [TestCase(40)]
    [TestCase(1_000)]
    [TestCase(100_000)]
    public void Parse_Refuses_WhenARuleIsNestedTooDeep(int depth)
    {
        var json = new StringBuilder("""{"id":"a","when":""").Insert(17, """{"not":""", depth).Append("""{"trait":"x","eq":1}""").Append('}', depth + 1);

        Should.Throw<SegmentFormatException>(() => SegmentJson.Parse(json.ToString())).Problem.ShouldContain("deep");
    }

    [Test]
    public void Parse_Refuses_WhenTheDocumentIsOverAMegabyte() =>
        Should.Throw<SegmentFormatException>(() => SegmentJson.Parse(new string(' ', RuleLimits.MaxDocumentBytes + 1))).Problem.ShouldContain("bytes");

    [Test]
    public void Parse_ReadsProvenance_WhenTheVersionIsTwo()
    {
        var definition = SegmentJson.Parse(
            """{"id":"a","version":2,"when":{"trait":"tea","exists":true,"party":["zero","first"],"explicitness":"explicit","maxAge":"90d"}}""");

        definition.Version.ShouldBe(2);
        SegmentJson.Parse(SegmentJson.Write(definition)).ShouldBe(definition);
    }

    // The examples write "is":"granted", which is the default and left out.
    private static void RemoveDefaults(JsonNode node)
    {
        if (node is JsonObject members)
        {
            if (members.ContainsKey("consent") && members["is"]?.GetValueKind() == JsonValueKind.String && members["is"]!.GetValue<string>() == "granted")
            {
                members.Remove("is");
            }

            foreach (var (_, child) in members)
            {
                _ = child is null ? 0 : Descend(child);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                _ = item is null ? 0 : Descend(item);
            }
        }

        static int Descend(JsonNode child)
        {
            RemoveDefaults(child);
            return 0;
        }
    }
}
