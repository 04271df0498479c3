using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using Microsoft.Playwright;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>What a shop wants to learn, from a real browser through the collector into the profile.</summary>
public sealed class ShopLearnsTests
{
    private static readonly object?[][] Lessons =
    [
        ["Site Searched", "query", "cork"],
        ["Product Added to Wishlist", "product_id", "ember"],
        ["File Downloaded", "extension", "csv"],
        ["Content Shared", "channel", "mailto:"],
        ["Settings Changed", "setting", "newsletter.frequency"],
        ["Page Navigated", null, null],
        ["Page Engaged", null, null],
        ["Email Opened", "email_id", "letter-1"],
        ["Email Link Clicked", "email_id", "letter-1"],
        ["Unsubscribed", "email_id", "letter-1"],
    ];

    private RunningShop _shop = null!;
    private Shopper _ada = null!;
    private List<LoggedEvent> _events = [];
    private int _marked;
    private ConsentStatus _newsletter;

    [OneTimeSetUp]
    public async Task VisitAsync()
    {
        _shop = await RunningShop.StartAsync();
        _ada = await _shop.VisitAsync();
        await _ada.AnswerCookiesAsync("Accept all");
        await _ada.SentAsync(LoggedEvent.PageViewed);
        await _ada.SubscribeAsync("ada@example.com");
        await LookAsync();
        await ReadTheNewsletterAsync();
        foreach (var lesson in Lessons)
        {
            await _ada.SentAsync((string)lesson[0]!); // What a page sends as it is left comes when it comes.
        }

        var visitor = (await _ada.VisitorAsync()).ShouldNotBeNull();
        _events = [.. (await _ada.ExportAsync())!.Events];
        _newsletter = (await _shop.Platform.Consent.DecideAsync(visitor, ShopData.Newsletter)).Status;
    }

    [OneTimeTearDown]
    public async Task LeaveAsync()
    {
        await _ada.DisposeAsync();
        await _shop.DisposeAsync();
    }

    [TestCaseSource(nameof(Lessons))]
    public void Shop_Learns(string name, string? property, string? value)
    {
        var learnt = _events.Where(logged => logged.Name == name).ToList();
        learnt.ShouldNotBeEmpty();
        if (property is not null)
        {
            learnt.Select(logged => logged.Properties.Find(property)?.AsString()).ShouldContain(value);
        }
    }

    [Test]
    public void Segment_IsHandedBackToThePage() => _marked.ShouldBe(1);

    [Test]
    public void Newsletter_EndsWithOneClick() => _newsletter.ShouldBe(ConsentStatus.Withdrawn);

    [Test]
    public void Message_IsStoredOnce() => _events.Select(logged => logged.Id).ShouldBeUnique();

    private async Task LookAsync()
    {
        var page = _ada.Page;
        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("cork");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await _ada.SentAsync("Site Searched");
        await _ada.GoToAsync("/cases/ember");
        await _ada.SentAsync("Product Viewed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save for later" }).ClickAsync();
        await page.EvaluateAsync("document.querySelectorAll('article a').forEach(link => { link.addEventListener('click', event => event.preventDefault()); link.click(); })");
        await _ada.SentAsync("Content Shared");
        await page.GetByRole(AriaRole.Link, new() { Name = "Cases", Exact = true }).ClickAsync();
        await page.Locator(".card.curious").WaitForAsync();
        _marked = await page.Locator(".card.curious").CountAsync();
        await _ada.GoToAsync("/Privacy");
        await page.Locator("select").SelectOptionAsync("twice a year");
        await _ada.SentAsync("Settings Changed");
    }

    private async Task ReadTheNewsletterAsync()
    {
        await _ada.GoToAsync("/Mail");
        await _ada.SentAsync("Email Opened");
        await _ada.Page.GetByRole(AriaRole.Link, new() { Name = "See Ember" }).ClickAsync();
        await _ada.SeeHeadingAsync("Ember");
        await _ada.GoToAsync("/Mail");
        await _ada.Page.GetByRole(AriaRole.Link, new() { Name = "Unsubscribe" }).ClickAsync();
        await _ada.Page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await _ada.SeeHeadingAsync("You are unsubscribed");
        await _ada.SentAsync("Unsubscribed");
    }
}
