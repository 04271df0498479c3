using System.Text;
using FirstParty.AspNetCore.Wire;
using FirstParty.Events;

namespace FirstParty.AspNetCore.Tests.Wire;

[TestFixture]
public sealed class ContextMergerTests
{
    [Test]
    public void Merge_LetsTheItemWinOverTheBatch_AndTheServersObservationsOverBoth()
    {
        var origin = Read.Server with
        {
            Additions = new ContextAdditions(
                [new ContextMember("gpc", "true"u8.ToArray())],
                [new ContextMember("device", """{"type":"mobile"}"""u8.ToArray()), new ContextMember("os", """{"name":"iOS"}"""u8.ToArray())]),
        };
        var read = Read.Batch("""
            {"context":{"locale":"sv-SE","app":{"name":"batch"},"gpc":false},"integrations":{"All":true},
             "batch":[{"type":"track","userId":"u","event":"e","context":{"app":{"name":"item"},"os":{"name":"Windows"},"gpc":false}},
                      {"type":"track","userId":"u","event":"e","integrations":{"Ads":false}}]}
            """, origin);
        Json(read[0]).ShouldBe("""{"gpc":true,"app":{"name":"item"},"os":{"name":"Windows"},"locale":"sv-SE","device":{"type":"mobile"},"integrations":{"All":true}}""");
        Json(read[1]).ShouldBe("""{"gpc":true,"locale":"sv-SE","app":{"name":"batch"},"device":{"type":"mobile"},"os":{"name":"iOS"},"integrations":{"Ads":false}}""");
    }

    [Test]
    public void Merge_KeepsTheContextAsItCame_WhenNothingIsToBeAdded() =>
        Json(Read.One("""{"userId":"u","event":"e","context":{ "library" : {"name":"x"}}}""")).ShouldBe("""{ "library" : {"name":"x"}}""");

    [TestCase("203.0.113.77", "203.0.113.0")]
    [TestCase("2001:db8:1234:5678::1", "2001:db8:1234::")]
    [TestCase("::ffff:203.0.113.77", "203.0.113.0")]
    public void Merge_CutsTheAddress_BeforeItIsStored(string address, string cut) =>
        Json(Read.One("""{"userId":"u","event":"e","context":{"ip":"?"}}""".Replace("?", address, StringComparison.Ordinal)))
            .ShouldBe($$"""{"ip":"{{cut}}"}""");

    [TestCase("\"not an address 203.0.113.77\"")]
    [TestCase("[\"203.0.113.77\"]")]
    [TestCase("{\"v4\":\"203.0.113.77\"}")]
    public void Merge_DropsAnAddress_WhenItCannotBeCut(string address) =>
        Json(Read.One("""{"userId":"u","event":"e","context":{"\u0069p":?}}""".Replace("?", address, StringComparison.Ordinal)))
            .ShouldBe("""{"ip":null}""");

    private static string Json(ReadItem item) => Encoding.UTF8.GetString(item.Event!.Context.ToUtf8().Span);
}
