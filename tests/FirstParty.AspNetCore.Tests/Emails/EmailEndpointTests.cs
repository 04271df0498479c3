using System.Net;
using FirstParty.AspNetCore.Emails;
using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Tests;

namespace FirstParty.AspNetCore.Tests.Emails;

[TestFixture]
public sealed class EmailEndpointTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly Identifier Ada = Identifier.Email("ada@example.com");

    private readonly EmailLinks _links = new(new Uri("https://shop.example/fp"), Secret);
    private Shop _shop = null!;

    [SetUp]
    public async Task OpenAsync() => _shop = await Shop.OpenAsync(options => options.Email.Secret = Secret);

    [TearDown]
    public async Task CloseAsync() => await _shop.DisposeAsync();

    [Test]
    public async Task Open_SendsAPicture_AndCountsOnce()
    {
        var address = _links.Open(Ada, "mail-1", "spring");
        for (var i = 0; i < 2; i++)
        {
            var answer = await _shop.Http.GetAsync(address);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/gif");
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            (await answer.Content.ReadAsByteArrayAsync()).Length.ShouldBe(42);
        }

        var opened = (await _shop.Cdp.Privacy.ExportAsync(Ada))!.Events.ShouldHaveSingleItem();
        opened.Name.ShouldBe("Email Opened");
        opened.Properties["campaign_id"].AsString().ShouldBe("spring");
    }

    [Test]
    public async Task Click_LeadsOn_AndCounts()
    {
        var answer = await _shop.Http.GetAsync(_links.Click(Ada, "mail-1", new Uri("https://shop.example/sale?a=1&b=å")));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsoluteUri.ShouldBe("https://shop.example/sale?a=1&b=%C3%A5");
        (await _shop.Cdp.Privacy.ExportAsync(Ada))!.Events.ShouldHaveSingleItem().Name.ShouldBe("Email Link Clicked");
    }

    [Test]
    public async Task Click_LeadsNowhere_WhenAnythingAboutItWasChanged()
    {
        var address = _links.Click(Ada, "mail-1", new Uri("https://shop.example/sale")).AbsoluteUri;
        foreach (var forged in (string[])
            [
                address[..^2] + (address[^2] == 'A' ? 'B' : 'A') + address[^1],
                address[..^10],
                "https://shop.example/fp/v1/e/c/https%3A%2F%2Fevil.example",
                "https://shop.example/fp/v1/e/c/AAAA",
                _links.Open(Ada, "mail-1").AbsoluteUri.Replace("/e/o/", "/e/c/", StringComparison.Ordinal),
                new EmailLinks(new Uri("https://shop.example/fp"), new byte[32]).Click(Ada, "m", new Uri("https://evil.example")).AbsoluteUri,
            ])
        {
            var answer = await _shop.Http.GetAsync(forged);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, forged);
            answer.Headers.Location.ShouldBeNull();
        }
    }

    [TestCase("javascript:alert(1)")]
    [TestCase("ftp://shop.example/")]
    [TestCase("/relative")]
    public void Click_IsWrittenForTheWebAlone(string target) =>
        Should.Throw<ArgumentException>(() => _links.Click(Ada, "m", new Uri(target, UriKind.RelativeOrAbsolute)));

    [Test]
    public void Links_SayNothingOfTheRecipient()
    {
        var address = _links.Open(Ada, "mail-1").AbsoluteUri;
        address.ShouldNotTell(Ada.Value);
        address.ShouldNotBe(_links.Open(Ada, "mail-1").AbsoluteUri);
    }

    [Test]
    public async Task Unsubscribe_AsksABrowser_AndChangesNothingYet()
    {
        await _shop.Cdp.Consent.GrantAsync(Ada, "marketing.email");
        var answer = await _shop.Http.GetAsync(_links.Unsubscribe(Ada, "marketing.email", "mail-1"));
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("<form method=\"post\">");
        page.ShouldContain("Send you marketing by e-mail");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        (await _shop.Cdp.Consent.DecideAsync(Ada, "marketing.email")).Allowed.ShouldBeTrue();
    }

    [Test]
    public async Task Unsubscribe_EndsThePurposeAtOnce_WhenAMailServerPosts()
    {
        await _shop.Cdp.Consent.GrantAsync(Ada, "marketing.email");
        using var oneClick = new FormUrlEncodedContent(new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" });
        var answer = await _shop.Http.PostAsync(_links.Unsubscribe(Ada, "marketing.email", "mail-1"), oneClick);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var decision = await _shop.Cdp.Consent.DecideAsync(Ada, "marketing.email");
        decision.Status.ShouldBe(ConsentStatus.Withdrawn);
        (await _shop.Cdp.Consent.HistoryAsync(Ada))[^1].Evidence.CollectionMethod.ShouldBe("one-click");
        (await _shop.Cdp.Privacy.ExportAsync(Ada))!.Events.ShouldHaveSingleItem().Name.ShouldBe("Unsubscribed");
    }

    [Test]
    public async Task OldLinks_BringNobodyBack_WhoWasErased()
    {
        var (open, click) = (_links.Open(Ada, "mail-1"), _links.Click(Ada, "mail-1", new Uri("https://shop.example/sale")));
        var unsubscribe = _links.Unsubscribe(Ada, "marketing.email", "mail-1");
        await _shop.Cdp.Consent.GrantAsync(Ada, "marketing.email");
        await _shop.Http.GetAsync(open);
        await _shop.Cdp.Privacy.EraseAsync(Ada);
        (await _shop.Http.GetAsync(_links.Open(Ada, "mail-0"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _shop.Cdp.Privacy.ExportAsync(Ada)).ShouldNotBeNull("Who is written to anew is known anew.").Events.ShouldHaveSingleItem();
        await _shop.Cdp.Privacy.EraseAsync(Ada);
        var acts = (await _shop.Cdp.Consent.HistoryAsync(Ada)).Count;

        (await _shop.Http.GetAsync(open)).Content.Headers.ContentType!.MediaType.ShouldBe("image/gif");
        (await _shop.Http.GetAsync(click)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "The way on stays open.");
        (await (await _shop.Http.PostAsync(unsubscribe, null)).Content.ReadAsStringAsync()).ShouldContain("You are unsubscribed");

        (await _shop.Cdp.Privacy.ExportAsync(Ada)).ShouldBeNull();
        (await _shop.Cdp.Consent.HistoryAsync(Ada)).Count.ShouldBe(acts);
    }

    [TestCase(-1, false)]
    [TestCase(0, false)]
    [TestCase(1, true, Description = "within the same millisecond")]
    public async Task Link_IsForgotten_WhenItWasWrittenBeforeTheErasure_ToTheTick(long ticksAfter, bool counts)
    {
        var clock = new SteppingTime();
        await using var shop = await Shop.OpenAsync(options => options.Email.Secret = Secret, cdp => cdp.UseTime(clock));
        await shop.Cdp.TrackAsync(Ada, "Good");
        clock.Now = clock.Now.AddHours(1);
        await shop.Cdp.Privacy.EraseAsync(Ada);
        var links = new EmailLinks(new Uri("https://shop.example/fp"), Secret, time: new SteppingTime { Now = clock.Now.AddTicks(ticksAfter) });
        clock.Now = clock.Now.AddHours(1);
        await shop.Http.GetAsync(links.Open(Ada, "mail-1"));
        (await shop.Cdp.Privacy.ExportAsync(Ada) is not null).ShouldBe(counts);
    }

    [Test]
    public async Task Unsubscribe_Counts_WhenTheErasedHaveAgreedAnew()
    {
        var old = _links.Unsubscribe(Ada, "marketing.email", "mail-1");
        await _shop.Cdp.TrackAsync(Ada, "Good");
        await _shop.Cdp.Privacy.EraseAsync(Ada);
        await _shop.Cdp.Consent.GrantAsync(Ada, "marketing.email");
        await _shop.Http.PostAsync(old, null);
        (await _shop.Cdp.Consent.DecideAsync(Ada, "marketing.email")).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Test]
    public async Task Links_LeadOn_AndCountNothing_WhileTooMuchIsAsked()
    {
        await using var shop = await Shop.OpenAsync(options =>
        {
            options.Email.Secret = Secret;
            options.Collector.Limits.RequestsPerSecondPerAddress = options.Collector.Limits.BurstPerAddress = 1;
        });
        // One a second is let through, by the real clock: so many at once cannot all be.
        const int Many = 100;
        var clicks = await AllAsync(i => shop.Http.GetAsync(_links.Click(Ada, $"mail-{i}", new Uri("https://shop.example/"))));
        clicks.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Redirect);
        (await shop.Cdp.Privacy.ExportAsync(Ada))!.Events.Length.ShouldBeInRange(1, Many - 1);
        (await AllAsync(_ => shop.Http.PostAsync(_links.Unsubscribe(Ada, "marketing.email", "mail-1"), null)))
            .ShouldContain(answer => answer.Headers.RetryAfter != null);

        static Task<HttpResponseMessage[]> AllAsync(Func<int, Task<HttpResponseMessage>> ask) => Task.WhenAll(Enumerable.Range(0, Many).Select(ask));
    }

    [TestCase("GET")]
    [TestCase("POST")]
    public async Task Unsubscribe_Answers404_WhenTheLinkIsNotOurs(string method) =>
        (await _shop.SendAsync(new HttpMethod(method), "/fp/v1/e/u/AAAA", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Test]
    public async Task Endpoints_AreNotThere_WithoutASecret()
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.Http.GetAsync(_links.Open(Ada, "m"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
