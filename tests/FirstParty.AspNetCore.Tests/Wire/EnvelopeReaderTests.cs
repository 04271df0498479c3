using System.Text;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Tests.Wire;

[TestFixture]
public sealed class EnvelopeReaderTests
{
    [TestCase("", "malformedJson")]
    [TestCase("{", "malformedJson")]
    [TestCase("""{"batch":[{"type":"track"]}""", "malformedJson")]
    [TestCase("""{"batch":[]} x""", "malformedJson")]
    [TestCase("""{"batch":[]}{"batch":[]}""", "malformedJson")]
    [TestCase("{\"batch\":[{\"event\":\"\u0000\"}]}", "malformedJson")]
    [TestCase("""{"batch":[NaN]}""", "malformedJson")]
    [TestCase("[]", "wrongType")]
    [TestCase("null", "wrongType")]
    [TestCase("7", "wrongType")]
    [TestCase("{}", "wrongType")]
    [TestCase("""{"batch":{}}""", "wrongType")]
    [TestCase("""{"batch":null}""", "wrongType")]
    public void TryRead_NamesTheReason_WhenTheBodyIsNoBatch(string body, string reason)
    {
        var refusal = Read.Refusal(body).ShouldNotBeNull();
        refusal.Reason.ShouldBe(reason);
        refusal.Status.ShouldBe(400);
    }

    [Test]
    public void TryRead_SaysWhere_WhenTheJsonIsMalformed() =>
        Read.Refusal("{\n\"batch\": ?").ShouldNotBeNull().Detail.ShouldBe("The JSON is malformed at line 2, byte 10.");

    [Test]
    public void TryRead_RefusesTheWholeBatch_WhenItHasTooManyItems()
    {
        var items = string.Join(',', Enumerable.Repeat("{}", WireLimits.MaxItems + 1));
        var refusal = Read.Refusal($$"""{"batch":[{{items}}]}""").ShouldNotBeNull();
        refusal.Reason.ShouldBe("tooManyItems");
        refusal.Status.ShouldBe(400);
    }

    [Test]
    public void TryRead_TakesTheMostItems()
    {
        var items = string.Join(',', Enumerable.Repeat("{}", WireLimits.MaxItems));
        Read.Batch($$"""{"batch":[{{items}}]}""").Count.ShouldBe(WireLimits.MaxItems);
    }

    [Test]
    public void TryRead_ReadsTheEnvelope_WhateverItsOrder()
    {
        var body = """{"sentAt":"2026-11-21T10:00:00Z","batch":[{},{}],"cookieless":true,"dropped":12,"writeKey":"web","context":{"a":1},"other":[[{}]]}"""u8.ToArray();
        EnvelopeReader.TryRead(body, isBatch: true, out var envelope).ShouldBeNull();
        envelope.WriteKey.ShouldBe("web");
        envelope.SentAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
        envelope.ClientDropped.ShouldBe(12);
        envelope.IsCookieless.ShouldBeTrue();
        Encoding.UTF8.GetString(envelope.Context.Span).ShouldBe("""{"a":1}""");
        envelope.Items.Count.ShouldBe(2);
    }

    [TestCase("""{"batch":[],"sentAt":"yesterday"}""")]
    [TestCase("""{"batch":[],"sentAt":12}""")]
    [TestCase("""{"batch":[],"writeKey":{"a":1},"context":"x","dropped":"many"}""")]
    [TestCase("""{"batch":[],"writeKey":"\ud800"}""")]
    public void TryRead_PassesOver_WhatItCannotUseInTheEnvelope(string body)
    {
        EnvelopeReader.TryRead(Encoding.UTF8.GetBytes(body), isBatch: true, out var envelope).ShouldBeNull();
        envelope.SentAt.ShouldBeNull();
        envelope.WriteKey.ShouldBeNull();
        envelope.ClientDropped.ShouldBe(0);
        envelope.Context.IsEmpty.ShouldBeTrue();
    }

    [Test]
    public void TryRead_RefusesASharedContextThatEveryEventWouldStore_WhenItIsLarge() =>
        Read.Refusal("""{"batch":[],"context":{"a":"?"}}""".Replace("?", new string('x', WireLimits.MaxSharedBytes), StringComparison.Ordinal))
            .ShouldNotBeNull().Reason.ShouldBe("tooLarge");

    [Test]
    public void TryRead_TakesAByteOrderMark()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. "{\"batch\":[{}]}"u8];
        EnvelopeReader.TryRead(body, isBatch: true, out var envelope).ShouldBeNull();
        envelope.Items.Count.ShouldBe(1);
    }

    [TestCase(32 * 1024, null)]
    [TestCase((32 * 1024) + 1, "tooLarge")]
    public void TryRead_RefusesASingleEvent_WhenItIsOver32Kb(int size, string? reason)
    {
        const string frame = """{"userId":"u","event":""}""";
        var body = frame.Replace("\"\"}", $"\"{new string('e', size - frame.Length)}\"}}", StringComparison.Ordinal);
        body.Length.ShouldBe(size);
        Read.Refusal(body, isBatch: false)?.Reason.ShouldBe(reason);
        (Read.Refusal(body, isBatch: false) is null).ShouldBe(reason is null);
    }

    [Test]
    public void TryRead_SurvivesDepthWithoutRecursion_WhenTheWholeBodyIsBrackets()
    {
        var deep = new string('[', 200_000) + new string(']', 200_000);
        Read.Batch("""{"batch":[{"type":"track","userId":"u","event":"e","messageId":"m","properties":{"a":?}}]}""".Replace("?", deep, StringComparison.Ordinal))
            .ShouldHaveSingleItem().Refusal.ShouldNotBeNull().Reason.ShouldBe(EventReason.TooLarge);
        Read.Refusal(new string('[', 400_000)).ShouldNotBeNull().Reason.ShouldBe("malformedJson");
    }
}
