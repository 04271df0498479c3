using System.Net;
using FirstParty.AspNetCore.Requests;

namespace FirstParty.AspNetCore.Tests.Requests;

[TestFixture]
public sealed class GeographyTests
{
    [TestCase("203.0.113.77", "203.0.113.0")]
    [TestCase("2001:db8:1234:5678::1", "2001:db8:1234::")]
    public async Task Geography_SeesTheCutAddressAlone(string address, string cut)
    {
        IPAddress? seen = null;
        await using var shop = await Shop.OpenAsync(
            options => options.Collector.Geography = (given, _) =>
            {
                seen = given;
                return ValueTask.FromResult<GeoLocation?>(new GeoLocation("SE", City: "Malmö"));
            },
            address: IPAddress.Parse(address));
        var answer = await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""");
        seen.ShouldBe(IPAddress.Parse(cut));
        var context = (await shop.Cdp.Privacy.ExportAsync(answer.Visitor()))!.Events.Single().Context;
        context["location"].AsObject()!["city"].AsString().ShouldBe("Malmö");
        context["ip"].AsString().ShouldBe(cut);
    }

    [Test]
    public async Task Geography_CostsTheLocation_NotTheEvent_WhenItFails()
    {
        await using var shop = await Shop.OpenAsync(options => options.Collector.Geography = (_, _) => throw new InvalidOperationException("no database"));
        (await (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).StatusesAsync()).ShouldBe(["accepted"]);
    }
}
