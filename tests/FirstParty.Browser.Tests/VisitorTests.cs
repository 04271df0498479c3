using FirstParty.Identity;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>Visitors who say no, and visitors who type somebody else's address.</summary>
public sealed class VisitorTests
{
    private RunningShop _shop = null!;

    [SetUp]
    public async Task OpenTheShopAsync() => _shop = await RunningShop.StartAsync();

    [TearDown]
    public ValueTask CloseTheShopAsync() => _shop.DisposeAsync();

    [Test]
    public async Task Decline_IsAllThatIsKept_WhenCookiesAreDeclined()
    {
        await using var eve = await _shop.VisitAsync();
        await eve.AnswerCookiesAsync("Only necessary");
        await eve.GoToAsync("/cases/fjord");
        await eve.GoToAsync("/care/insulin-pump-cases");
        await eve.PutInCartAsync("moss");

        eve.Calls.Distinct().ShouldBe(["POST /fp/v1/c"]);
        (await eve.CookieNamesAsync()).ShouldNotContain("fp_vid");
        (await _shop.Platform.Profiles.CountAsync()).ShouldBe(0);
        (await eve.VisitorAsync()).ShouldBeNull();
        (await _shop.CloseAndCountAsync()).ShouldBe((0, 3), "No event; a refusal for each of the three purposes asked for.");
    }

    [Test]
    public async Task Nothing_IsSentOrStored_BeforeTheBannerIsAnswered()
    {
        await using var sam = await _shop.VisitAsync();
        await sam.GoToAsync("/cases/fjord");
        await sam.GoToAsync("/cases/dusk");

        sam.Calls.ShouldBeEmpty();
        (await sam.CookieNamesAsync()).ShouldNotContain("fp_vid");
        (await _shop.Platform.Profiles.CountAsync()).ShouldBe(0);
    }

    [Test]
    public async Task Withdrawal_EndsTheCookie_AndWhatItPermitted()
    {
        await using var kim = await _shop.VisitAsync();
        await kim.AnswerCookiesAsync("Accept all");
        await kim.SentAsync("Page Viewed");
        var visitor = (await kim.VisitorAsync()).ShouldNotBeNull();
        await kim.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Cookie settings" }).ClickAsync();
        await kim.AnswerCookiesAsync("Only necessary");

        (await _shop.Platform.Profiles.EventsAsync(visitor, ShopData.Analytics)).ShouldBeEmpty();
        (await _shop.Platform.Consent.DecideAsync(visitor, ShopData.Analytics)).Allowed.ShouldBeFalse();
        (await kim.CookieNamesAsync()).ShouldNotContain("fp_vid");
    }

    [Test]
    public async Task Friend_StaysSomebodyElse_WhenTheirAddressIsTypedOnAnotherDevice()
    {
        const string FriendsAddress = "bo@example.com";
        await using var bo = await _shop.VisitAsync();
        await bo.AnswerCookiesAsync("Accept all");
        await bo.SentAsync("Page Viewed");
        await bo.PutInCartAsync("birch");
        await bo.CheckOutAsync(FriendsAddress);
        await bo.SeeHeadingAsync("Thank you!");
        await using var ada = await _shop.VisitAsync();
        await ada.AnswerCookiesAsync("Accept all");
        await ada.SentAsync("Page Viewed");
        await ada.SubscribeAsync(FriendsAddress);
        await ada.PutInCartAsync("dusk");
        await ada.CheckOutAsync(FriendsAddress);
        await ada.SeeHeadingAsync("Thank you!");

        var (friend, visitor) = ((await bo.ExportAsync())!, (await ada.ExportAsync())!);
        friend.Id.ShouldNotBe(visitor.Id);
        Bought(friend).ShouldBe(["birch"]);
        Bought(visitor).ShouldBe(["dusk"]);
        friend.Identifiers.Intersect(visitor.Identifiers).ShouldBeEmpty();
    }

    [Test]
    public async Task Inspect_ShowsNobody_WhenTheBrowserIsUnknown()
    {
        await using var sam = await _shop.VisitAsync();
        await sam.GoToAsync("/Inspect");
        (await sam.Page.Locator("#nobody").IsVisibleAsync()).ShouldBeTrue();
    }

    private static IEnumerable<string?> Bought(Privacy.PersonExport person) => person.Events
        .Where(logged => logged.Name == "Order Completed")
        .SelectMany(logged => logged.Properties["products"].AsList()!)
        .Select(product => product.AsObject()!["product_id"].AsString());
}
