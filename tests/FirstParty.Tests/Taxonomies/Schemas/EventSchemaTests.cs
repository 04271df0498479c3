using System.Text;
using System.Text.Json;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Schemas;
using FsCheck.Fluent;

namespace FirstParty.Tests.Taxonomies.Schemas;

[TestFixture]
public sealed class EventSchemaTests
{
    private const string Order = """
        {"order_id":"A1","total":49.9,"currency":"SEK","at":"2026-11-21T10:00:00Z","gift":false,
         "products":[{"sku":"case-1","price":10},{"sku":"case-2","price":39.9}],"tags":["new"],"extra":{"any":[1,2]}}
        """;

    [Test]
    public void Check_FindsNothing_WhenThePropertiesConform()
    {
        var result = Check(SchemaMode.Quarantine, Order);

        result.IsAccepted.ShouldBeTrue();
        result.Violations.ShouldBeEmpty();
        Text(result).ShouldBe(Order);
    }

    [TestCase("""{"order_id":"A1"}""",                                               "total: Required")]
    [TestCase("""{"order_id":null,"total":1}""",                                     "order_id: Required")]
    [TestCase("""{"order_id":"A1","total":"49.90"}""",                               "total: Type")]
    [TestCase("""{"order_id":7,"total":1}""",                                        "order_id: Type")]
    [TestCase("""{"order_id":"A1","total":-0.01}""",                                 "total: Minimum")]
    [TestCase("""{"order_id":"A1","total":1000000.01}""",                            "total: Maximum")]
    [TestCase("""{"order_id":"A1","total":1e400}""",                                 "total: Maximum")]
    [TestCase("""{"order_id":"A1","total":-1e400}""",                                "total: Minimum")]
    [TestCase("""{"order_id":"A1","total":1,"currency":"sek"}""",                    "currency: OneOf")]
    [TestCase("""{"order_id":"A1","total":1,"at":"yesterday"}""",                    "at: Type")]
    [TestCase("""{"order_id":"A1","total":1,"at":"\ud800"}""",                        "at: Type")]
    [TestCase("""{"order_id":"A1","total":1,"gift":"no"}""",                         "gift: Type")]
    [TestCase("""{"order_id":"A1","total":1,"products":{}}""",                       "products: Type")]
    [TestCase("""{"order_id":"A1","total":1,"products":[7]}""",                      "products[]: Type")]
    [TestCase("""{"order_id":"A1","total":1,"products":[{"sku":"a"},{"price":-1}]}""", "products[].price: Minimum", "products[].sku: Required")]
    [TestCase("""{"order_id":"A1","total":1,"tags":["a",1]}""",                      "tags[]: Type")]
    [TestCase("""[]""",                                                              ": Type")]
    public void Check_NamesPathAndRule_WhenTheyDoNot(string properties, params string[] violations)
    {
        var result = Check(SchemaMode.Quarantine, properties);

        result.IsAccepted.ShouldBeFalse();
        result.Violations.Select(violation => violation.ToString()).ShouldBe(violations);
        Text(result).ShouldBe(properties);
    }

    [TestCase("""{"order_id":"A1","total":1,"products":[]}""")]
    [TestCase("""{"order_id":"A1","total":1,"products":null,"currency":null}""")]
    [TestCase("""{"\u006frder_id":"A1","total":1,"currency":"\u0053EK"}""")]
    public void Check_Accepts_WhatIsAbsentEmptyOrEscaped(string properties) => Check(SchemaMode.Quarantine, properties).Violations.ShouldBeEmpty();

    [TestCase(SchemaMode.Allow,      true,  0)]
    [TestCase(SchemaMode.Warn,       true,  1)]
    [TestCase(SchemaMode.Omit,       true,  1)]
    [TestCase(SchemaMode.Quarantine, false, 1)]
    public void Check_FollowsTheMode(SchemaMode mode, bool accepted, int violations)
    {
        var result = Check(mode, """{"order_id":"A1","total":"?"}""");

        result.IsAccepted.ShouldBe(accepted);
        result.Violations.Length.ShouldBe(violations);
    }

    [TestCase("""{"order_id":"A1","total":"?","x":1.50}""", """{"order_id":"A1","x":1.50}""")]
    [TestCase("""{"a":{"b":[1, {"c":null}]},"gift":3,"order_id":"A1"}""", """{"a":{"b":[1, {"c":null}]},"order_id":"A1"}""")]
    [TestCase("""{"products":[{"sku":1,"price":2},5,{"sku":"b","price":-2}]}""", """{"products":[{"price":2},{"sku":"b"}]}""")]
    [TestCase("""{"products":"none","åäö":"é"}""", """{"åäö":"é"}""")]
    [TestCase("""[1]""", """{}""")]
    public void Check_LeavesTheOffendingPropertiesOut_InTheModeOmit(string properties, string kept) =>
        Text(Check(SchemaMode.Omit, properties)).ShouldBe(kept);

    // Whatever is left out, what remains breaks nothing but what it no longer has.
    [Law(MaxTest = 300)]
    public FsCheck.Property Check_LeavesNothingOffending_InTheModeOmit((byte, byte)[] seeds)
    {
        string[] names = ["order_id", "total", "currency", "at", "gift", "products", "tags", "other"];
        string[] values =
        [
            "1", "-1", "\"SEK\"", "\"x\"", "true", "null", "[]", "{}", "[{\"sku\":1,\"price\":-1},{\"sku\":\"a\"},3]", "[1,\"a\",null]",
            "\"2026-11-21\"", "{\"sku\":[{}]}",
        ];
        var members = seeds.Select(seed => $"\"{names[seed.Item1 % names.Length]}\":{values[seed.Item2 % values.Length]}");
        var kept = Check(SchemaMode.Omit, "{" + string.Join(',', members) + "}");
        var again = Schema(SchemaMode.Omit).Check(kept.Properties);

        return again.Violations.All(violation => violation.Rule == SchemaRule.Required).ToProperty();
    }

    [Test]
    public void Check_KeepsAnEmptyObject_WhenNothingElseIsLeft()
    {
        var schema = new EventSchema(SchemaMode.Omit).Allow("a.b", AttributeValueType.Number);

        Encoding.UTF8.GetString(schema.Check("""{"a":{"b":"x"}}"""u8.ToArray()).Properties.Span).ShouldBe("""{"a":{}}""");
    }

    [Test]
    public void Check_ReportsWhatIsMissingInsideWhatIsMissing()
    {
        var schema = new EventSchema(SchemaMode.Warn).Require("address.city", AttributeValueType.String);

        schema.Check("{}"u8.ToArray()).Violations.ShouldBe([new SchemaViolation("address.city", SchemaRule.Required)]);
        schema.Check("""{"address":7}"""u8.ToArray()).Violations.ShouldBe([new SchemaViolation("address", SchemaRule.Type)]);
    }

    [Test]
    public void Check_IsBounded_WhenTheInputIsHostile()
    {
        var schema = Enumerable.Range(0, 200).Aggregate(new EventSchema(SchemaMode.Warn), (built, index) => built.Require($"p{index}", AttributeValueType.Number));

        schema.Check("{}"u8.ToArray()).Violations.Length.ShouldBe(SchemaResult.MaxViolations);
        var repeated = "{" + string.Join(',', Enumerable.Repeat("\"p1\":\"x\"", 3_000)) + "}";
        schema.Check(Encoding.UTF8.GetBytes(repeated)).Violations.Length.ShouldBe(SchemaResult.MaxViolations);
    }

    [TestCase("{")]
    [TestCase("""{"a":1} {"b":2}""")]
    [TestCase("")]
    [TestCase("""{"\ud800":1,"total":"x"}""")]
    [TestCase("""{"order_id":"A1","total":1,"currency":"\ud800"}""")]
    public void Check_Throws_WhenTheBytesAreNotOneJsonValue(string properties) =>
        Should.Throw<JsonException>(() => Check(SchemaMode.Omit, properties));

    [Test]
    public void Check_AllocatesNothing_WhenThePropertiesConformOftenEnoughToMatter()
    {
        var schema = Schema(SchemaMode.Warn);
        var order = Encoding.UTF8.GetBytes(Order);
        schema.Check(order);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            schema.Check(order);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(256);
    }

    [TestCase("")]
    [TestCase("a..b")]
    [TestCase("a[0]")]
    [TestCase("a[")]
    [TestCase("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q")]
    public void Require_Throws_WhenThePathIsMalformed(string path) =>
        Should.Throw<ArgumentException>(() => new EventSchema(SchemaMode.Warn).Require(path, AttributeValueType.Any));

    [Test]
    public void With_Throws_WhenThePropertyMakesNoSense()
    {
        var schema = new EventSchema(SchemaMode.Warn).Require("a", AttributeValueType.Number);

        Should.Throw<ArgumentException>(() => schema.Require("a", AttributeValueType.Number));
        Should.Throw<ArgumentException>(() => schema.Require("b", AttributeValueType.String, minimum: 1));
        Should.Throw<ArgumentException>(() => schema.Require("b", AttributeValueType.Number, minimum: 2, maximum: 1));
        Should.Throw<ArgumentException>(() => schema.Require("b", AttributeValueType.Number, oneOf: ["1"]));
    }

    [Test]
    public void Equals_ComparesByValue()
    {
        Schema(SchemaMode.Warn).ShouldBe(Schema(SchemaMode.Warn));
        Schema(SchemaMode.Warn).GetHashCode().ShouldBe(Schema(SchemaMode.Warn).GetHashCode());
        Schema(SchemaMode.Warn).ShouldNotBe(Schema(SchemaMode.Omit));
    }

    private static EventSchema Schema(SchemaMode mode) => new EventSchema(mode)
        .Require("order_id", AttributeValueType.String)
        .Require("total", AttributeValueType.Number, minimum: 0, maximum: 1_000_000)
        .Allow("currency", AttributeValueType.String, oneOf: ["SEK", "EUR"])
        .Allow("at", AttributeValueType.Instant)
        .Allow("gift", AttributeValueType.Boolean)
        .Allow("products", AttributeValueType.List)
        .Require("products[].sku", AttributeValueType.String)
        .Allow("products[].price", AttributeValueType.Number, minimum: 0)
        .Allow("tags[]", AttributeValueType.String);

    private static SchemaResult Check(SchemaMode mode, string properties) => Schema(mode).Check(Encoding.UTF8.GetBytes(properties));

    private static string Text(SchemaResult result) => Encoding.UTF8.GetString(result.Properties.Span);
}
