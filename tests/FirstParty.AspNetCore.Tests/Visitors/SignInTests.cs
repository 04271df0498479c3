using FirstParty.Consent;
using FirstParty.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Tests.Visitors;

/// <summary>At sign-in the browser becomes the customer's, under a new cookie: whoever planted the old one learns nothing of what follows.</summary>
[TestFixture]
public sealed class SignInTests
{
    private const string Tea = """{"event":"Tea Chosen"}""";
    private const string Agree = """{"purposes":{"personalisation":true}}""";

    private static readonly Identifier Ada = Identifier.UserId("ada");

    private Shop _shop = null!;
    private string _before = "";
    private string _after = "";

    [SetUp]
    public async Task SignInAsync()
    {
        _shop = await Shop.OpenAsync(app: app =>
        {
            VisitorCookieTests.AddWhoAmI(app);
            app.MapPost("/sign-in", (RequestDelegate)(async context => await context.SignInVisitorAsync(Ada)));
        });
        _before = (await _shop.FromPageAsync("/fp/v1/c", Agree)).Cookie()!;
        await _shop.FromPageAsync("/fp/v1/t", Tea, _before);
        _after = (await _shop.FromPageAsync("/sign-in", "", _before)).Cookie()!;
    }

    [TearDown]
    public ValueTask CloseAsync() => _shop.DisposeAsync();

    [Test]
    public void SignIn_GivesANewCookie() => _after.ShouldNotBe(_before);

    [Test]
    public async Task History_BecomesTheCustomers_AsOnePerson()
    {
        await _shop.FromPageAsync("/fp/v1/t", Tea, _after);
        var person = (await _shop.Cdp.Privacy.ExportAsync(Ada)).ShouldNotBeNull();
        person.Events.Count(logged => logged.Name == "Tea Chosen").ShouldBe(2);
        person.Identifiers.ShouldContain(await VisitorCookieTests.WhoAmIAsync(_shop, _before));
        person.Identifiers.ShouldContain(await VisitorCookieTests.WhoAmIAsync(_shop, _after));
        (await _shop.Cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Choices_GoOnUnderTheNewCookie()
    {
        (await (await _shop.FromPageAsync("/fp/v1/t", Tea, _after)).StatusesAsync()).ShouldBe(["accepted"]);
        (await MeAsync(_after)).ShouldContain("tea-lovers");
        await _shop.FromPageAsync("/fp/v1/c", """{"purposes":{"personalisation":false}}""", _after);
        (await _shop.Cdp.Consent.DecideAsync(Ada, "personalisation")).Status.ShouldBe(ConsentStatus.Withdrawn);
        var before = (await _shop.Cdp.Privacy.ExportAsync(Ada))!.Events.Length;
        (await (await _shop.FromPageAsync("/fp/v1/t", Tea, _after)).StatusesAsync()).ShouldBe(["accepted"], "a page is told nothing that is stored of anybody");
        (await _shop.Cdp.Privacy.ExportAsync(Ada))!.Events.Length.ShouldBe(before, "it was withheld");
    }

    [Test]
    public async Task OldCookie_ReadsNothingOfTheCustomer()
    {
        await _shop.Cdp.Consent.GrantAsync(Ada, "personalisation");
        await _shop.Cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "secret" });
        (await MeAsync(_after)).ShouldContain("secret");
        (await MeAsync(_before)).ShouldNotContain("secret");
    }

    [Test]
    public async Task OldCookie_GrantsNothingForTheCustomer()
    {
        await _shop.FromPageAsync("/fp/v1/c", """{"purposes":{"marketing.email":true}}""", _before);
        (await _shop.Cdp.Consent.DecideAsync(Ada, "marketing.email")).Allowed.ShouldBeFalse();
    }

    private async Task<string> MeAsync(string cookie)
    {
        var answer = await _shop.SendAsync(HttpMethod.Get, "/fp/v1/me", null, request =>
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add("Cookie", cookie);
        });
        return await answer.Content.ReadAsStringAsync();
    }
}
