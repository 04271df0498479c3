using FirstParty.AspNetCore.Tests.SegmentClients;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Privacy;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>Segment's own clients, unmodified, pointed at the sample shop: every call is accepted, and stored once.</summary>
public sealed class SegmentClientTests
{
    private RunningShop _shop = null!;

    private int Port => new Uri(_shop.Address).Port;

    [SetUp]
    public async Task OpenTheShopAsync() => _shop = await RunningShop.StartAsync();

    [TearDown]
    public ValueTask CloseTheShopAsync() => _shop.DisposeAsync();

    [Test]
    public async Task Node_StoresEachCallOnce()
    {
        var said = await SegmentClient.RunServerAsync(
            _shop.Address, "only-for-development", """{"event":"Product Added","traits":{"firstName":"Ada"},"consent":{"analytics":true}}""");

        said.GetProperty("failed").GetInt32().ShouldBe(0);
        var user = (await _shop.Platform.Privacy.ExportAsync(Identifier.UserId("node-user"))).ShouldNotBeNull();
        var device = (await _shop.Platform.Privacy.ExportAsync(Identifier.AnonymousId("node-device"))).ShouldNotBeNull();
        var sent = said.GetProperty("sent").EnumerateArray().Select(id => FactId.Of("backend", id.GetString()!)).ToList();
        sent.Count.ShouldBe(8);
        Stored(user, device).ShouldBe(sent, ignoreOrder: true);
        Kinds(user).ShouldBe([EventKind.Track, EventKind.Track, EventKind.Identify, EventKind.Page, EventKind.Screen, EventKind.Group, EventKind.Alias], ignoreOrder: true);
        user.ConsentRecords.Where(record => record.Act == ConsentAct.Granted).ShouldAllBe(record => record.Purpose == ShopData.Analytics);
        (await _shop.CloseAndCountAsync()).Events.ShouldBe(8);
    }

    [Test]
    public async Task Node_IsToldOfEachCallThatIsWithheld_WhenNobodyAgreed()
    {
        await SegmentClient.RunServerAsync(_shop.Address, "only-for-development", """{"event":"Product Added","traits":{},"consent":{"analytics":false}}""");

        var user = (await _shop.Platform.Privacy.ExportAsync(Identifier.UserId("node-user"))).ShouldNotBeNull();
        Kinds(user).ShouldBe([EventKind.Identify, EventKind.Group, EventKind.Alias], ignoreOrder: true);
        (await _shop.Platform.Consent.DecideAsync(Identifier.UserId("node-user"), ShopData.Analytics)).Status.ShouldBe(ConsentStatus.Denied);
    }

    [TestCase("default")]
    [TestCase("batching")]
    public async Task Browser_StoresEachCallOnce_AfterTheVisitorAgreed(string strategy)
    {
        var said = await SegmentClient.RunBrowserAsync(
            Port, "webshop", strategy, """{"event":"Product Added","traits":{"firstName":"Grace"},"agree":"Accept all"}""");

        var delivered = said.GetProperty("delivered").EnumerateArray().Select(call => (Id: call[0].GetString()!, Kind: call[1].GetString()!)).ToList();
        delivered.Select(call => call.Kind).ShouldBe(["page", "track", "identify", "track", "screen", "group", "alias"], ignoreOrder: true);
        var person = (await _shop.Platform.Privacy.ExportAsync(Identifier.UserId("browser-user"))).ShouldNotBeNull();
        person.Identifiers.ShouldContain(Identifier.AnonymousId(said.GetProperty("anonymousId").GetString()!));
        Stored(person).ShouldBe(delivered.Select(call => FactId.Of("web", call.Id)), ignoreOrder: true);
    }

    private static List<EventKind> Kinds(PersonExport person) => [.. person.Events.Select(logged => logged.Kind)];

    /// <summary>What the log holds, as often as it holds it.</summary>
    private static List<FactId> Stored(params PersonExport[] people) => [.. people.SelectMany(person => person.Events).Select(logged => logged.Id)];
}
