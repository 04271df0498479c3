using FirstParty.AspNetCore.Wire;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Wire;

[TestFixture]
public sealed class EventReaderTests
{
    private const string Good = """{"type":"track","userId":"u","event":"Good","messageId":"good"}""";

    private static readonly string Deep64 = Nested(63);

    private static readonly string Deep65 = Nested(64);

    [TestCase("""{"type":"track","userId":"u","messageId":"m"}""", EventReason.InvalidName)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":" "}""", EventReason.InvalidName)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":5}""", EventReason.WrongType)]
    [TestCase("""{"type":"track","userId":{},"messageId":"m","event":"e"}""", EventReason.WrongType)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":"p"}""", EventReason.WrongType)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":[]}""", EventReason.WrongType)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","context":1}""", EventReason.WrongType)]
    [TestCase("""{"type":7,"userId":"u","messageId":"m","event":"e"}""", EventReason.WrongType)]
    [TestCase("""{"type":"dance","userId":"u","messageId":"m","event":"e"}""", EventReason.UnknownKind)]
    [TestCase("""{"userId":"u","messageId":"m","event":"e"}""", EventReason.UnknownKind)]
    [TestCase("""{"type":"track","messageId":"m","event":"e"}""", EventReason.MissingIdentifier)]
    [TestCase("""{"type":"track","userId":"","anonymousId":null,"messageId":"m","event":"e"}""", EventReason.MissingIdentifier)]
    [TestCase("""{"type":"group","userId":"u","messageId":"m"}""", EventReason.MissingIdentifier)]
    [TestCase("""{"type":"alias","userId":"u","messageId":"m"}""", EventReason.MissingIdentifier)]
    [TestCase("""{"type":"alias","previousId":"p","anonymousId":"a","messageId":"m"}""", EventReason.MissingIdentifier)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","timestamp":"soon"}""", EventReason.InvalidTimestamp)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","timestamp":"2026-02-30T00:00:00Z"}""", EventReason.InvalidTimestamp)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","timestamp":1700000000}""", EventReason.WrongType)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"a\u0000b"}""", EventReason.InvalidText)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":{"p":"\ud83d"}}""", EventReason.InvalidText)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":{"\udc00":1}}""", EventReason.InvalidText)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":{"p":1e400}}""", EventReason.NumberOutOfRange)]
    [TestCase("""{"type":"track","userId":"u","messageId":"m","event":"e","properties":{"p":99999999999999999999999999999}}""", EventReason.NumberOutOfRange)]
    public void Read_RefusesOneItemByName_AndNeverItsNeighbours(string item, EventReason reason)
    {
        var read = Read.Batch($$"""{"batch":[{{Good}},{{item}},{{Good}}]}""");
        read[1].Refusal.ShouldNotBeNull().Reason.ShouldBe(reason);
        read[1].Refusal!.MessageId.ShouldBe("m");
        read[0].Event.ShouldNotBeNull();
        read[2].Event.ShouldNotBeNull();
    }

    [TestCase("null")]
    [TestCase("7")]
    [TestCase("\"text\"")]
    [TestCase("[[]]")]
    public void Read_RefusesAnItem_WhenItIsNoObject(string item)
    {
        var read = Read.Batch($$"""{"batch":[{{Good}},{{item}},{{Good}}]}""");
        read[1].Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.WrongType);
        read.Count(one => one.Event is not null).ShouldBe(2);
    }

    [Test]
    public void Read_RefusesALargeItem_AndNotItsNeighbours()
    {
        var large = Track($$"""{"p":"{{new string('x', 33 * 1024)}}"}""");
        var read = Read.Batch($$"""{"batch":[{{Good}},{{large}},{{Good}}]}""");
        read[1].Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.TooLarge);
        read[1].Refusal!.MessageId.ShouldBe("m");
        read[2].Event.ShouldNotBeNull();
    }

    [Test]
    public void Read_RefusesADeepItem_AndNotItsNeighbours()
    {
        var read = Read.Batch($$"""{"batch":[{{Track(Deep64)}},{{Track(Deep65)}},{{Good}}]}""");
        read[0].Event.ShouldNotBeNull().Body.Count.ShouldBe(1);
        read[1].Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.TooDeep);
        read[2].Event.ShouldNotBeNull();
    }

    [Test]
    public void Read_RefusesBytesThatAreNotUtf8_AndNotTheirNeighbours()
    {
        byte[] body = [.. "{\"batch\":["u8, .. System.Text.Encoding.UTF8.GetBytes(Good), .. ",{\"type\":\"track\",\"userId\":\"u\",\"event\":\""u8, 0xED, 0xA0, 0x80, .. "\"}]}"u8];
        var read = Read.Batch(body);
        read[0].Event.ShouldNotBeNull();
        read[1].Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.InvalidText);
    }

    [Test]
    public void Read_RefusesALongMessageId_AndTakesOneOf100()
    {
        Read.One($$"""{"userId":"u","event":"e","messageId":"{{new string('m', 101)}}"}""").Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.InvalidMessageId);
        Read.One($$"""{"userId":"u","event":"e","messageId":"{{new string('m', 100)}}"}""").Event.ShouldNotBeNull().MessageId!.Length.ShouldBe(100);
    }

    [Test]
    public void Read_SaysUnusable_WhenTheOnlyIdIsTooLong() =>
        Read.One($$"""{"userId":"{{new string('u', 513)}}","event":"e"}""").Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.NoUsableIdentifier);

    [Test]
    public void Read_KeepsPropertiesAsTheBytesTheyCameIn()
    {
        var track = Read.One("""{"userId":"u","event":"Order Completed","properties":{"total": 49.90,"b":[1,{"c":null}]}}""").Event.ShouldBeOfType<TrackEvent>();
        System.Text.Encoding.UTF8.GetString(track.Properties.ToUtf8().Span).ShouldBe("""{"total": 49.90,"b":[1,{"c":null}]}""");
        track.Properties["total"].AsNumber().ShouldBe(49.9m);
        track.Source.ShouldBe("server-api");
    }

    [Test]
    public void Read_CarriesBothTimes_AndCorrectsNeither()
    {
        var batch = Read.Batch("""{"sentAt":"2026-11-21T10:00:05Z","batch":[{"type":"track","userId":"u","event":"e","timestamp":"1970-01-01T00:00:00Z"},{"type":"track","userId":"u","event":"e","originalTimestamp":"2099-01-01T00:00:00.5+01:00","sentAt":"2026-11-21T10:00:06Z"}]}""");
        batch[0].Event!.Timestamp.ShouldBe(DateTimeOffset.UnixEpoch);
        batch[0].Event!.SentAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 0, 5, TimeSpan.Zero));
        batch[1].Event!.Timestamp.ShouldBe(new DateTimeOffset(2098, 12, 31, 23, 0, 0, 500, TimeSpan.Zero));
        batch[1].Event!.SentAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 0, 6, TimeSpan.Zero));
    }

    [Test]
    public void Read_ReadsEachKind_FromItsType()
    {
        var batch = Read.Batch("""
            {"batch":[
            {"type":"track","userId":"u","event":"e"},
            {"type":"identify","userId":"u","traits":{"name":"Ada"}},
            {"type":"page","userId":"u","name":"Home","category":"Shop","properties":{"path":"/"}},
            {"type":"screen","userId":"u","name":"Start"},
            {"type":"group","userId":"u","groupId":"g","traits":{"plan":"pro"}},
            {"type":"alias","userId":"u","previousId":"a","anonymousId":"a"},
            {"type":"alias","userId":"u","previousId":"old"}]}
            """);
        batch.Select(item => item.Event!.Kind).ShouldBe([
            EventKind.Track, EventKind.Identify, EventKind.Page, EventKind.Screen, EventKind.Group, EventKind.Alias, EventKind.Alias]);
        batch[2].Event!.Body.ToDictionary(pair => pair.Key, pair => pair.Value.AsString())
            .ShouldBe(new Dictionary<string, string?> { ["name"] = "Home", ["category"] = "Shop", ["path"] = "/" }, ignoreOrder: true);
        batch[3].Event!.Body["name"].AsString().ShouldBe("Start");
        ((GroupEvent)batch[4].Event!).GroupId.ShouldBe("g");
        ((AliasEvent)batch[5].Event!).PreviousId.ShouldBe(Identifier.AnonymousId("a"));
        ((AliasEvent)batch[6].Event!).PreviousId.ShouldBe(Identifier.UserId("old"));
    }

    [Test]
    public void Read_LeavesAPagesOwnNameAlone() =>
        Read.One("""{"userId":"u","name":"Outer","properties":{"name":"Inner"}}""", EventKind.Page).Event!.Body["name"].AsString().ShouldBe("Inner");

    [Test]
    public void Read_LetsThePathNameTheKind_WhateverTheTypeSays() =>
        Read.One("""{"type":"track","userId":"u","traits":{}}""", EventKind.Identify).Event.ShouldBeOfType<IdentifyEvent>();

    private static string Track(string properties) =>
        $$"""{"type":"track","userId":"u","event":"e","messageId":"m","properties":{{properties}}}""";

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
