using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Privacy;
using FirstParty.Segments;
using FirstParty.Taxonomies;
using WebShop.Shop;

namespace FirstParty.Browser.Tests;

/// <summary>
/// One visitor walks the whole shop in real Chromium, from the banner to the review; then each claim about what the platform knows of them is a test.
/// </summary>
public sealed class JourneyTests
{
    private const string Email = "ada@example.com";

    private RunningShop _shop = null!;
    private PersonExport _person = null!;
    private Identifier _visitor;
    private Identifier _customer;
    private IReadOnlyList<SegmentChange> _changes = [];
    private string _inspected = "";
    private int _reminder;

    private CustomerDataPlatform Platform => _shop.Platform;

    [OneTimeSetUp]
    public async Task WalkTheShopAsync()
    {
        _shop = await RunningShop.StartAsync();
        await using var ada = await _shop.VisitAsync();
        await ada.AnswerCookiesAsync("Accept all");
        await ada.SentAsync("Page Viewed");
        await LookAroundAsync(ada);
        await ada.SubscribeAsync(Email);
        await InSegmentAsync(ada, "newsletter-lead");
        await ada.PutInCartAsync("ember");
        await ada.SentAsync("Product Added");
        await InSegmentAsync(ada, "cart-abandoner");
        await ada.GoToAsync("/Cart");
        await ada.ApplyCodeAsync("welcome10");
        await ada.SentAsync("Coupon Applied");
        await BuyAsync(ada);
        await ReviewAsync(ada);
        await ReadAsync(ada);
    }

    [OneTimeTearDown]
    public ValueTask CloseTheShopAsync() => _shop.DisposeAsync();

    [Test]
    public void Email_IsZeroPartyAndExplicit()
    {
        var claim = _person.Traits.Single(trait => trait.Name == "email");

        (claim.Value.AsString(), claim.Party, claim.Explicitness, claim.Source).ShouldBe((Email, Party.Zero, Explicitness.Explicit, "newsletter-form"));
    }

    [Test]
    public void PageViews_AreFirstPartyAndImplicit_EachUnderItsConsent()
    {
        var views = _person.Events.Where(logged => logged.Name == LoggedEvent.PageViewed).ToList();
        var grants = _person.ConsentRecords.Where(record => record is { Purpose: ShopData.Analytics, Act: ConsentAct.Granted }).Select(record => (long?)record.Sequence);

        views.Count.ShouldBeGreaterThanOrEqualTo(5);
        views.ShouldAllBe(view => view.Party == Party.First && view.Explicitness == Explicitness.Implicit && view.Id.Source == "web");
        views.Select(view => view.ConsentSequence).ShouldBeSubsetOf(grants);
    }

    [Test]
    public void AnonymousHistory_BelongsToTheBuyer()
    {
        _person.Identifiers.ShouldContain(_visitor);
        _person.Identifiers.ShouldContain(_customer);
        var before = _person.Events.TakeWhile(logged => logged.Name != "Order Completed").ToList();

        before.Count(logged => logged.Anchor == _visitor).ShouldBeGreaterThan(5);
        before.Select(logged => logged.Name).ShouldContain("Product Viewed");
    }

    [Test]
    public async Task History_IsOneProfile_WhicheverIdentifierIsAsked()
    {
        (await Platform.Profiles.CountAsync()).ShouldBe(1);
        (await Platform.Privacy.ExportAsync(_visitor))!.Id.ShouldBe((await Platform.Privacy.ExportAsync(_customer))!.Id);
    }

    [Test]
    public void WhatTheBuyerDid_IsOnRecord_InItsOrder()
    {
        string[] awaited =
        [
            "Product Viewed", "Newsletter Subscribed", "Product Added", "Coupon Entered", "Coupon Applied", "Order Completed", "Product Reviewed",
        ];
        var first = awaited.Select(name => _person.Events.First(logged => logged.Name == name)).ToList();

        first.ShouldBe(first.OrderBy(logged => logged.OccurredAt).ToList());
        _person.Events.Count(logged => logged.Name == "Order Completed").ShouldBe(1);
        _person.Events.Single(logged => logged.Name == "Order Completed").Properties["total"].AsNumber().ShouldBe(449m * 0.9m);
        _person.Events.Single(logged => logged.Name == "Product Added").Properties["product_id"].AsString().ShouldBe("ember");
    }

    [Test]
    public void MedicineView_IsNotKept_BeforeAnExpressAgreement() =>
        MedicineViews(_person.Events).ShouldHaveSingleItem().OccurredAt
            .ShouldBeGreaterThan(_person.ConsentRecords.First(record => record.IsExplicit).OccurredAt);

    [Test]
    public async Task MedicineView_IsSpecial_AndWithheldFromAdvertising()
    {
        var view = MedicineViews(_person.Events).ShouldHaveSingleItem();
        var advertising = await Platform.Profiles.EventsAsync(_customer, ShopData.Advertising);

        (view.Sensitivity, view.SpecialCategories).ShouldBe((Sensitivity.SpecialCategory, SpecialCategories.Health));
        MedicineViews(await Platform.Profiles.EventsAsync(_customer, ShopData.Analytics)).ShouldHaveSingleItem();
        advertising.Count(logged => logged.Name == LoggedEvent.PageViewed).ShouldBeGreaterThan(1, "Advertising was permitted and sees the ordinary views.");
        advertising.ShouldAllBe(logged => logged.SpecialCategories == SpecialCategories.None);
        advertising.Select(Text).ShouldAllBe(text => !text.Contains("insulin", StringComparison.OrdinalIgnoreCase));
        (await Platform.Profiles.FindAsync(_customer, ShopData.Advertising))!.Withheld.ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task PersonalNumber_IsOnlyForTheInvoice()
    {
        var held = _person.Traits.Single(trait => trait.Name == "personalNumber");
        (held.Kind, held.Sensitivity).ShouldBe((DataKind.Identity, Sensitivity.NationalId));

        foreach (var purpose in Platform.Purposes)
        {
            var profile = (await Platform.Profiles.FindAsync(_customer, purpose.Id))!;
            profile.Traits.ContainsKey("personalNumber").ShouldBe(purpose.Id == ShopData.Invoice, purpose.Id);
        }
    }

    [Test]
    public async Task AdvertisingSegments_SeeNeitherMedicineNorPersonalNumber()
    {
        (await Platform.Segments.ExplainAsync(_customer, "ads-window-shoppers"))!.Holds.ShouldBeTrue();
        (await Platform.Segments.ExplainAsync(_customer, "ads-health-interest"))!.Holds.ShouldBeFalse();
        _changes.ShouldNotContain(change => change.Segment == "ads-health-interest");
    }

    [TestCase("newsletter-lead", "Identify", "Order Completed")]
    [TestCase("cart-abandoner", "Product Added", "Order Completed")]
    public void Lead_EntersAndLeaves_AtItsMoments(string segment, string enteredUpon, string leftUpon)
    {
        var changes = _changes.Where(change => change.Segment == segment).ToList();
        var (entered, moved, left) = (changes[0], changes[1..^1], changes[^1]);

        (entered.Transition, left.Transition).ShouldBe((SegmentTransition.Entered, SegmentTransition.Exited));
        entered.At.ShouldBeInRange(First(enteredUpon).OccurredAt, First("Coupon Entered").OccurredAt);
        left.At.ShouldBeInRange(First(leftUpon).OccurredAt, First("Product Reviewed").OccurredAt);

        // In between the visitor's profile became the buyer's, and the membership moved with it at one instant.
        moved.Select(change => change.At).Distinct().ShouldHaveSingleItem().ShouldBeLessThanOrEqualTo(First(leftUpon).OccurredAt);
        moved.Single(change => change.Transition == SegmentTransition.Exited).Profile.ShouldBe(entered.Profile);
        moved.Single(change => change.Transition == SegmentTransition.Entered).Profile.ShouldBe(left.Profile);
    }

    [Test]
    public void Customer_EntersUponTheOrder_AndStays()
    {
        var entered = _changes.Where(change => change.Segment == "customer").ShouldHaveSingleItem();

        entered.Transition.ShouldBe(SegmentTransition.Entered);
        entered.At.ShouldBeGreaterThanOrEqualTo(First("Order Completed").OccurredAt);
        _person.Segments.ShouldContain("customer");
        _person.Segments.ShouldNotContain("cart-abandoner");
        _person.Segments.ShouldNotContain("newsletter-lead");
    }

    [Test]
    public void Home_RemindsThoseWhoPermitIt_OfWhatTheyLookedAt() => _reminder.ShouldBe(1);

    [Test]
    public async Task Advertising_SeesWhatPeopleDo_NotWhoTheyAre() =>
        (await Platform.Profiles.FindAsync(_customer, ShopData.Advertising))!.Traits.ShouldBeEmpty();

    [Test]
    public void Consent_IsOnRecord_WithItsEvidence()
    {
        var newsletter = _person.ConsentRecords.First(record => record.Purpose == ShopData.Newsletter);
        (newsletter.Act, newsletter.Evidence.NoticeId).ShouldBe((ConsentAct.Granted, "widget-10-percent"));
        foreach (var purpose in (string[])[ShopData.Analytics, ShopData.Personalisation, ShopData.Advertising])
        {
            var banner = _person.ConsentRecords.First(record => record.Purpose == purpose);
            (banner.Act, banner.Evidence.CollectionMethod, banner.Evidence.PolicyTextId).ShouldBe((ConsentAct.Granted, "banner", "cookies"));
            var carried = _person.ConsentRecords.Last(record => record.Purpose == purpose);
            (carried.Act, carried.Evidence.Channel).ShouldBe((ConsentAct.Granted, "carried over at sign-in"), "The order came with a new cookie.");
        }
    }

    [Test]
    public void Inspect_ShowsProvenanceAndReasons_AndMasks()
    {
        _inspected.ShouldContain("newsletter-form");
        _inspected.ShouldContain("a•••@example.com");
        _inspected.ShouldContain("data-event=\"Page Viewed\" data-advertising=\"withheld\"");
        _inspected.ShouldContain("data-segment=\"customer\" data-member=\"yes\"");
        _inspected.ShouldContain("NationalId");
        var digits = Shopper.PersonalNumber.Replace("-", "", StringComparison.Ordinal);
        _inspected.ShouldNotContain(digits);
        _inspected.ShouldNotContain("811218");
        _inspected.ShouldNotContain(Email);
    }

    private async Task LookAroundAsync(Shopper ada)
    {
        await ada.GoToAsync("/cases/fjord");
        await ada.SentAsync("Product Viewed");
        await ada.GoToAsync("/care/insulin-pump-cases");
        await ada.DeliveredAsync();
        MedicineViews((await ada.ExportAsync())!.Events).ShouldBeEmpty("It was sent and answered, and nobody has agreed expressly yet.");
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "I expressly agree" }).ClickAsync();
        await ada.Page.GetByText("You have expressly agreed").WaitForAsync();
        await ada.SentAsync(LoggedEvent.PageViewed, view => view.SpecialCategories != SpecialCategories.None);
        await ada.GoToAsync("/cases/ember");
        await ada.SentAsync("Product Viewed", view => view.Properties["product_id"].AsString() == "ember");
        await ada.GoToAsync("/");
        _reminder = await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Still thinking of Ember?" }).CountAsync();
    }

    private async Task BuyAsync(Shopper ada)
    {
        _visitor = (await ada.VisitorAsync()).ShouldNotBeNull();
        await ada.CheckOutAsync(Email, "19811218-9875");
        await ada.Page.GetByText("The last digit does not fit").WaitForAsync();
        await ada.CheckOutAsync(Email);
        await ada.SeeHeadingAsync("Thank you!");
        _customer = (await ada.ExportAsync())!.Identifiers.Single(identifier => identifier.Namespace == IdentifierNamespace.UserId);
    }

    private static async Task ReviewAsync(Shopper ada)
    {
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Tell others what you think" }).ClickAsync();
        await ada.Page.GetByLabel("In your words").FillAsync("Smells of saddle. I like it.");
        await ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await ada.Page.GetByText("Your review is in the shop.").WaitForAsync();
    }

    private async Task ReadAsync(Shopper ada)
    {
        await ada.GoToAsync("/Inspect");
        _inspected = await ada.Page.ContentAsync();
        _person = (await Platform.Privacy.ExportAsync(_customer)).ShouldNotBeNull();
        _changes = [.. (await Platform.Segments.ChangesAsync()).Select(recorded => recorded.Change)];
    }

    private static Task InSegmentAsync(Shopper ada, string segment) => Eventually.TrueAsync(
        $"The visitor is in '{segment}'.", async () => (await ada.ExportAsync())!.Segments.Contains(segment));

    private LoggedEvent First(string name) => _person.Events.First(logged => logged.Name == name);

    private static List<LoggedEvent> MedicineViews(IEnumerable<LoggedEvent> events) =>
    [
        .. events.Where(logged => logged.Name == LoggedEvent.PageViewed
            && logged.Properties.Find("path")?.AsString() == "/care/insulin-pump-cases"),
    ];

    private static string Text(LoggedEvent logged) =>
        System.Text.Encoding.UTF8.GetString(logged.Properties.ToUtf8().Span) + System.Text.Encoding.UTF8.GetString(logged.Context.ToUtf8().Span);
}
