using FirstParty.Identity;
using Shouldly;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>Who is who in the shop: two devices of one person, somebody else's address, and an operator who takes people apart again.</summary>
public sealed class IdentityTests
{
    private RunningShop _shop = null!;

    [SetUp]
    public async Task OpenTheShopAsync() => _shop = await RunningShop.StartAsync();

    [TearDown]
    public ValueTask CloseTheShopAsync() => _shop.DisposeAsync();

    [Test]
    public async Task TwoDevices_BecomeOneProfile_OnLogin_AndTwoAgain_WhenAnOperatorSeparatesThem()
    {
        await using var laptop = await ArriveAsync();
        var link = await BuyAsync(laptop, "ember", "ada@example.com");
        var customer = (await laptop.ExportAsync())!.Id;
        await using var phone = await ArriveAsync();
        await phone.GoToAsync("/cases/fjord");
        await phone.SentAsync("Product Viewed");
        var visitor = (await phone.VisitorAsync()).ShouldNotBeNull();
        (await phone.ExportAsync())!.Id.ShouldNotBe(customer);

        await phone.GoToAsync(link);
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in on this device" }).ClickAsync();
        await phone.Page.GetByText("Welcome back!").WaitForAsync();
        var one = (await _shop.Platform.Privacy.ExportAsync(visitor))!;
        one.Id.ShouldBe(customer);
        one.Segments.ShouldContain("customer");
        one.Identifiers.Count(identifier => identifier.Namespace == IdentifierNamespace.AnonymousId)
            .ShouldBe(3, "The laptop's two cookies, before and after the order, and the phone's.");

        await phone.GoToAsync("/Inspect");
        (await phone.Page.Locator("#identity-picture .who.own").CountAsync()).ShouldBe(one.Identifiers.Length);
        var row = phone.Page.Locator("#links tr", new() { HasText = visitor.Value });
        (await row.InnerTextAsync()).ShouldContain("Authoritative");
        await row.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Two people: separate" }).ClickAsync();
        await phone.Page.GetByText("they were one person and are two now").WaitForAsync();

        var other = (await _shop.Platform.Privacy.ExportAsync(visitor))!;
        other.Id.ShouldBe(ProfileId.Of(visitor));
        other.Segments.ShouldNotContain("customer");
        other.Events.ShouldContain(logged => logged.Name == "Product Viewed");
        (await _shop.Platform.Consent.HistoryAsync(visitor)).ShouldAllBe(record => record.Subject == visitor);
        (await phone.Page.Locator("#identity-picture .tie[data-fate=Separated]").CountAsync()).ShouldBe(1);

        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "One person: take that back" }).ClickAsync();
        await phone.Page.GetByText("As if they had never been taken apart.").WaitForAsync();
        var again = (await _shop.Platform.Privacy.ExportAsync(visitor))!;
        again.Id.ShouldBe(customer);
        one.Events.Select(logged => logged.Id).ShouldBeSubsetOf(again.Events.Select(logged => logged.Id));
        again.Segments.ShouldContain("customer");
    }

    /// <summary>
    /// A refusal holds for the whole person: said on the phone, it holds on the laptop too, as long as the two are one. The page shows it before and after
    /// the button is pressed, and so does whoever decides and counts.
    /// </summary>
    [Test]
    public async Task Separating_LetsDecisionsAndSegmentsFollow()
    {
        await using var laptop = await ArriveAsync();
        var link = await BuyAsync(laptop, "ember", "ada@example.com");
        await laptop.GoToAsync("/cases/fjord");
        await laptop.SentAsync("Product Viewed");
        var own = (await laptop.VisitorAsync()).ShouldNotBeNull();
        await IsShownAsync(laptop, allowed: true, ("customer", true), ("ads-window-shoppers", true));

        await using var phone = await ArriveAsync();
        await phone.GoToAsync("/cases/dusk");
        await phone.SentAsync("Product Viewed");
        var visitor = (await phone.VisitorAsync()).ShouldNotBeNull();
        await _shop.Platform.Consent.WithdrawAsync(visitor, ShopData.Advertising);
        await phone.GoToAsync(link);
        await phone.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in on this device" }).ClickAsync();
        await phone.Page.GetByText("Welcome back!").WaitForAsync();
        await IsShownAsync(laptop, allowed: false, ("customer", true), ("ads-window-shoppers", false));
        (await DecideAsync(own)).ShouldBe((false, 0L, 1L));

        await laptop.Page.Locator("#links tr", new() { HasText = visitor.Value })
            .GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Two people: separate" }).ClickAsync();
        await laptop.Page.GetByText("Taken apart").WaitForAsync();
        await IsShownAsync(laptop, allowed: true, ("customer", true), ("ads-window-shoppers", true));
        (await DecideAsync(own)).ShouldBe((true, 1L, 1L), "what was refused on the phone was refused by somebody else");
        (await DecideAsync(visitor)).Allowed.ShouldBeFalse();
        (await _shop.Platform.Profiles.FindAsync(visitor, "essential.service"))!.Segments.ShouldBeEmpty("the order was the other one's");

        await laptop.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "One person: take that back" }).ClickAsync();
        await laptop.Page.GetByText("As if they had never been taken apart.").WaitForAsync();
        await IsShownAsync(laptop, allowed: false, ("customer", true), ("ads-window-shoppers", false));
    }

    [Test]
    public async Task FriendsAddress_TypedOnTheSameDevice_MergesNobody()
    {
        await using var bo = await ArriveAsync();
        await BuyAsync(bo, "birch", "bo@example.com");
        var friend = (await bo.ExportAsync())!;
        await using var ada = await ArriveAsync();
        await ada.SubscribeAsync("ada@example.com");
        var before = (await ada.ExportAsync())!.Id;
        var visitor = (await ada.VisitorAsync()).ShouldNotBeNull();
        await ada.GoToAsync("/cases/dusk");
        await BuyAsync(ada, "dusk", "bo@example.com");

        var now = (await ada.ExportAsync())!;
        now.Identifiers.ShouldContain(visitor, "The order came with a new cookie; what was done under the old one is theirs.");
        var friendNow = (await bo.ExportAsync())!;
        before.ShouldBe(ProfileId.Of(visitor));
        friendNow.Id.ShouldBe(friend.Id);
        now.Id.ShouldNotBe(friend.Id);
        now.Identifiers.Intersect(friendNow.Identifiers).ShouldBeEmpty("the address is one person's at most");
        friendNow.Events.Select(logged => logged.Id).Intersect(now.Events.Select(logged => logged.Id)).ShouldBeEmpty();
        friendNow.Events.Count(logged => logged.Name == "Order Completed").ShouldBe(1);
        now.Events.Count(logged => logged.Name == "Order Completed").ShouldBe(1);

        await ada.GoToAsync("/Inspect");
        (await ada.Page.ContentAsync()).ShouldNotContain("bo@example.com");
    }

    /// <summary>Opens the page in a browser and reads there what advertising is allowed, and which segments the person is in.</summary>
    private static async Task IsShownAsync(Shopper shopper, bool allowed, params (string Segment, bool IsMember)[] segments)
    {
        await shopper.GoToAsync("/Inspect");
        (await shopper.Page.Locator($"#purposes tr[data-purpose='{ShopData.Advertising}'] .tag").InnerTextAsync()).ShouldBe(allowed ? "yes" : "no");
        foreach (var (segment, isMember) in segments)
        {
            (await shopper.Page.Locator($"#segments details[data-segment='{segment}']").GetAttributeAsync("data-member"))
                .ShouldBe(isMember ? "yes" : "no", segment);
        }
    }

    private async Task<(bool Allowed, long ForAdvertising, long Customers)> DecideAsync(Identifier who) => (
        (await _shop.Platform.Consent.DecideAsync(who, ShopData.Advertising)).Allowed,
        await _shop.Platform.Segments.CountAsync("ads-window-shoppers"),
        await _shop.Platform.Segments.CountAsync("customer"));

    private async Task<Shopper> ArriveAsync()
    {
        var shopper = await _shop.VisitAsync();
        await shopper.AnswerCookiesAsync("Accept all");
        await shopper.SentAsync("Page Viewed");
        return shopper;
    }

    /// <summary>Buys, and returns the link that the receipt holds.</summary>
    private static async Task<string> BuyAsync(Shopper shopper, string slug, string email)
    {
        await shopper.PutInCartAsync(slug);
        await shopper.CheckOutAsync(email);
        await shopper.SeeHeadingAsync("Thank you!");
        return (await shopper.Page.Locator("#receipt-link").GetAttributeAsync("href")).ShouldNotBeNull();
    }
}
