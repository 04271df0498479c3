using System.Net;
using FirstParty.AspNetCore.Visitors;
using FirstParty.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FirstParty.AspNetCore.Tests.Visitors;

[TestFixture]
public sealed class VisitorCookieTests
{
    private const string Track = """{"event":"Good"}""";

    [Test]
    public async Task Post_SetsOneSmallCookie_ThatNoPageCanRead()
    {
        await using var shop = await Shop.OpenAsync();
        var set = (await shop.FromPageAsync("/fp/v1/t", Track)).Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        var parts = set.Split("; ");
        parts[0].ShouldMatch("^__Host-fp_vid=[A-Za-z0-9_-]{43}$");
        parts[0].Length.ShouldBeLessThanOrEqualTo(80);
        parts.Skip(1).ShouldBe(["max-age=31536000", "path=/", "secure", "samesite=lax", "httponly"], ignoreOrder: true);
    }

    [Test]
    public async Task Post_MarksTheCookieSecure_OnlyOverHttps()
    {
        await using var shop = await Shop.OpenAsync();
        shop.Server.BaseAddress = new Uri("http://shop.example");
        var answer = await shop.SendAsync(HttpMethod.Post, "http://shop.example/fp/v1/t", Track, request => request.Headers.Add("Origin", "http://shop.example"));
        var set = answer.Headers.GetValues("Set-Cookie").Single();
        set.Split("; ").ShouldNotContain("secure");
        set.ShouldStartWith("fp_vid=", customMessage: "No browser keeps the prefix without https.");
    }

    [Test]
    public async Task Post_SharesTheCookieAmongSubdomains_OnlyWhereTheHostSaysSo()
    {
        await using var shop = await Shop.OpenAsync(options => options.Visitors.CookieDomain = "shop.example");
        var set = (await shop.FromPageAsync("/fp/v1/t", Track)).Headers.GetValues("Set-Cookie").Single();
        set.ShouldStartWith("fp_vid=");
        set.ShouldContain("domain=shop.example");
    }

    [Test]
    public async Task Post_AdoptsNoCookieOfAnothersMaking()
    {
        await using var shop = await Shop.OpenAsync();
        var real = (await shop.FromPageAsync("/fp/v1/t", Track)).Cookie()!;
        var (name, value) = (real[..(real.IndexOf('=', StringComparison.Ordinal) + 1)], real[(real.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        string[] forged =
        [
            name + new string('A', 43),
            name + (value[0] == 'A' ? 'B' : 'A') + value[1..],
            name + value[..42] + (value[42] == 'A' ? 'E' : 'A'),
            "fp_vid=" + value,
        ];
        foreach (var cookie in forged)
        {
            (await shop.FromPageAsync("/fp/v1/t", Track, cookie)).Cookie().ShouldNotBeNull(cookie).ShouldNotBe(real);
        }

        (await shop.FromPageAsync("/fp/v1/t", Track, real)).Cookie().ShouldBeNull("The server's own stays.");
        await using var other = await Shop.OpenAsync();
        (await other.FromPageAsync("/fp/v1/t", Track, real)).Cookie().ShouldNotBeNull("Another store has another key.");
    }

    [Test]
    public async Task Post_KeepsTheVisitor_AndSetsNoSecondCookie()
    {
        await using var shop = await Shop.OpenAsync(app: AddWhoAmI);
        var first = await shop.FromPageAsync("/fp/v1/t", Track);
        var second = await shop.FromPageAsync("/fp/v1/t", Track, first.Cookie());
        second.Cookie().ShouldBeNull();
        var visitor = await WhoAmIAsync(shop, first.Cookie()!);
        (await shop.Cdp.Profiles.FindAsync(visitor, "analytics"))!.Events.ShouldBe(2);
    }

    [Test]
    public async Task Post_NeverLetsTheBrowserChooseItsProfile()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.FromServerAsync("/fp/v1/t", """{"anonymousId":"victim","event":"Good"}""");
        await shop.FromPageAsync("/fp/v1/t", """{"anonymousId":"victim","event":"Good"}""");
        (await shop.Cdp.Profiles.FindAsync(Identifier.AnonymousId("victim"), "analytics"))!.Events.ShouldBe(1);
    }

    [TestCase("__Host-fp_vid=short")]
    [TestCase("__Host-fp_vid=" + "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [TestCase("__Host-fp_vid=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Post_GivesANewCookie_WhenTheOldOneIsNotOfTheServersMaking(string cookie)
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.FromPageAsync("/fp/v1/t", Track, cookie)).Cookie().ShouldNotBeNull().ShouldNotBe(cookie);
    }

    [Test]
    public void OfCookie_LeadsNowhereBack()
    {
        const string token = "AAAAAAAAAAAAAAAAAAAAAA";
        var visitor = VisitorIds.OfCookie(token);
        visitor.Value.ShouldNotContain(token);
        visitor.ShouldBe(VisitorIds.OfCookie(token));
        VisitorIds.IsReserved(visitor.Value).ShouldBeTrue();
    }

    [Test]
    public async Task Post_SetsNoCookie_WhenThePageAsksForNone()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.FromPageAsync("/fp/v1/b", """{"cookieless":true,"batch":[{"type":"track","event":"Good","anonymousId":"page"}]}""");
        answer.Cookie().ShouldBeNull();
        (await answer.StatusesAsync()).ShouldBe(["accepted"]);
        (await shop.Cdp.Profiles.FindAsync(VisitorIds.OfPage("page"), "analytics"))!.Events.ShouldBe(1);
        (await shop.Cdp.Profiles.FindAsync(Identifier.AnonymousId("page"), "analytics")).ShouldBeNull();
    }

    [Test]
    public async Task Post_KnowsABrowserForADay_WhenTheHostHashesDaily()
    {
        var time = new SteppingTime();
        await using var shop = await Shop.OpenAsync(options => options.Visitors.DailyHash = true, cdp => cdp.UseTime(time));
        const string body = """{"cookieless":true,"batch":[{"type":"track","event":"Good"}]}""";
        await shop.FromPageAsync("/fp/v1/b", body);
        await shop.FromPageAsync("/fp/v1/b", body);
        (await shop.Cdp.Profiles.CountAsync()).ShouldBe(1);
        time.Now += TimeSpan.FromDays(1);
        await shop.FromPageAsync("/fp/v1/b", body);
        (await shop.Cdp.Profiles.CountAsync()).ShouldBe(2);
    }

    [Test]
    public async Task Post_SetsNoCookieForAnotherSitesPage()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.SendAsync(HttpMethod.Post, "/fp/v1/t", """{"writeKey":"web","event":"Good"}""", request => request.Headers.Add("Origin", "https://evil.example"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Cookie().ShouldBeNull();
        (await answer.StatusesAsync()).ShouldBe(["rejected:missingIdentifier"]);
    }

    [Test]
    public async Task Reset_MakesTheBrowserSomebodyNew()
    {
        await using var shop = await Shop.OpenAsync();
        var first = (await shop.FromPageAsync("/fp/v1/t", Track)).Cookie();
        var reset = await shop.FromPageAsync("/fp/v1/b", """{"batch":[{"type":"track","event":"Good"},{"type":"reset","messageId":"r"}]}""", first);
        (await reset.StatusesAsync()).ShouldBe(["accepted", "accepted"]);
        reset.Cookie().ShouldNotBeNull().ShouldNotBe(first);
        (await shop.Cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Gpc_IsRecordedAsAnOptOut_Once()
    {
        await using var shop = await Shop.OpenAsync(app: AddWhoAmI);
        var cookie = (await shop.FromPageAsync("/fp/v1/t", Track, also: request => request.Headers.Add("Sec-GPC", "1"))).Cookie()!;
        await shop.FromPageAsync("/fp/v1/t", Track, cookie, request => request.Headers.Add("Sec-GPC", "1"));
        var visitor = await WhoAmIAsync(shop, cookie);
        (await shop.Cdp.Consent.DecideAsync(visitor, "data.sell")).Allowed.ShouldBeFalse();
        (await shop.Cdp.Consent.HistoryAsync(visitor)).ShouldHaveSingleItem().Origin.ShouldBe(FirstParty.Consent.ConsentOrigin.Signal);
    }

    [Test]
    public async Task EnsureVisitor_GivesTheCookieWithThePage_AndOnlyOnce()
    {
        await using var shop = await Shop.OpenAsync(app: app => app.MapGet("/page", (RequestDelegate)(context =>
            context.Response.WriteAsync(context.EnsureVisitor()!.Value.Value))));
        var page = await shop.SendAsync(HttpMethod.Get, "/page", null);
        var answer = await shop.FromPageAsync("/fp/v1/t", Track, page.Cookie().ShouldNotBeNull());
        answer.Cookie().ShouldBeNull();
        var visitor = Identifier.AnonymousId(await page.Content.ReadAsStringAsync());
        (await shop.Cdp.Profiles.FindAsync(visitor, "analytics"))!.Events.ShouldBe(1);
    }

    [Test]
    public async Task Stub_IsUnderstood_WhichCannotTellANameFromAnId()
    {
        await using var shop = await Shop.OpenAsync(options => options.Visitors.BelieveClaims = true);
        var answer = await shop.SendAsync(HttpMethod.Post, "/fp/v1/b", """
            {"writeKey":"web","batch":[{"type":"page"},{"type":"track","event":"Good","name":"Good","userId":"Good","properties":{"a":1}},
            {"type":"identify","event":"ada","name":"ada","userId":"ada","traits":{"plan":"pro"}}]}
            """, request => request.Headers.Add("Origin", Shop.Origin));
        (await answer.StatusesAsync()).ShouldBe(["accepted", "accepted", "accepted"]);
        (await shop.Cdp.Profiles.FindAsync(Identifier.UserId("Good"), "analytics")).ShouldBeNull();
        (await shop.Cdp.Profiles.FindAsync(Identifier.UserId("ada"), "analytics")).ShouldNotBeNull();
    }

    internal static void AddWhoAmI(WebApplication app) =>
        app.MapGet("/whoami", (RequestDelegate)(context => context.Response.WriteAsync(context.FindVisitor()?.Value ?? "")));

    internal static async Task<Identifier> WhoAmIAsync(Shop shop, string cookie)
    {
        var answer = await shop.SendAsync(HttpMethod.Get, "/whoami", null, request => request.Headers.Add("Cookie", cookie));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Identifier.AnonymousId(await answer.Content.ReadAsStringAsync());
    }
}
