using FirstParty.Identity;
using FirstParty.Privacy;

namespace FirstParty.AspNetCore.Tests.SegmentClients;

/// <summary>Segment's own clients, unmodified, against a real server: every call is accepted, and stored once, an outage included.</summary>
[TestFixture]
[NonParallelizable]
public sealed class SegmentClientTests
{
    private const string Calls = """{"event":"Good","traits":{"plan":"pro"}}""";

    [TestCase(0)]
    [TestCase(2)]
    public async Task Node_StoresEachCallOnce(int answersLost)
    {
        await using var shop = await LiveShop.OpenAsync(answersLost);
        var said = await SegmentClient.RunServerAsync($"http://127.0.0.1:{shop.Port}", "server-key", Calls);
        said.GetProperty("failed").GetInt32().ShouldBe(0);
        shop.Lost.ShouldBe(answersLost);
        var person = (await shop.Cdp.Privacy.ExportAsync(Identifier.UserId("node-user"))).ShouldNotBeNull();
        Names(person).ShouldBe(["Alias", "Good", "Good", "Group", "Identify", "Page Viewed", "Screen Viewed"]);
        person.Events.Where(logged => logged.Name == "Good").Min(logged => logged.OccurredAt).ShouldBeLessThan(DateTimeOffset.UtcNow.AddSeconds(-50));
        Names((await shop.Cdp.Privacy.ExportAsync(Identifier.AnonymousId("node-device")))!).ShouldBe(["Good"]);
        person.Identifiers.ShouldContain(Identifier.Email("ada@example.com"));
        person.Identifiers.ShouldContain(Identifier.UserId("node-user-before"));
    }

    [TestCase("default", 0)]
    [TestCase("default", 2)]
    [TestCase("batching", 0)]
    [TestCase("batching", 1)]
    public async Task Browser_StoresEachCallOnce_FromAnotherOrigin(string strategy, int answersLost)
    {
        await using var shop = await LiveShop.OpenAsync(answersLost);
        var said = await SegmentClient.RunBrowserAsync(shop.Port, "public-key", strategy, Calls);
        shop.Lost.ShouldBe(answersLost);
        var person = (await shop.Cdp.Privacy.ExportAsync(Identifier.UserId("browser-user"))).ShouldNotBeNull();
        Names(person).ShouldBe(["Good", "Good", "Group", "Identify", "Identify", "Page Viewed", "Screen Viewed"]);
        person.Identifiers.ShouldContain(Identifier.AnonymousId(said.GetProperty("anonymousId").GetString()!));
        var requests = said.GetProperty("requests").EnumerateArray().Select(request => request.GetString()).ToList();
        requests.ShouldContain("GET /fp/v1/projects/public-key/settings");
        requests.ShouldContain(strategy == "batching" ? "POST /fp/v1/b" : "POST /fp/v1/t");
    }

    private static List<string> Names(PersonExport person) => [.. person.Events.Select(logged => logged.Name).Order(StringComparer.Ordinal)];
}
