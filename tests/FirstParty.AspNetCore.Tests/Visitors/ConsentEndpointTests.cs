using System.Net;
using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Visitors;

[TestFixture]
public sealed class ConsentEndpointTests
{
    private const string Yes = """{"writeKey":"web","purposes":{"personalisation":true},"policy":"privacy@2.1","interactionId":"i1"}""";
    private const string No = """{"writeKey":"web","purposes":{"personalisation":false},"interactionId":"i2"}""";

    private static void FromOwnPage(HttpRequestMessage request) => request.Headers.Add("Sec-Fetch-Site", "same-origin");

    [Test]
    public async Task Post_RecordsTheChoice_WithTheTextThatWasSeen()
    {
        await using var shop = await Shop.OpenAsync(app: VisitorCookieTests.AddWhoAmI);
        var answer = await shop.FromPageAsync("/fp/v1/c", Yes);
        (await answer.JsonAsync()).GetProperty("purposes").GetProperty("personalisation").GetBoolean().ShouldBeTrue();
        var visitor = await VisitorCookieTests.WhoAmIAsync(shop, answer.Cookie()!);
        var record = (await shop.Cdp.Consent.HistoryAsync(visitor)).ShouldHaveSingleItem();
        record.Act.ShouldBe(ConsentAct.Granted);
        record.Evidence.PolicyTextId.ShouldBe("privacy");
        record.Evidence.PolicyVersion.ShouldBe(new PolicyVersion(2, 1));
        record.Assurance.ShouldBe(ConsentAssurance.Anonymous);
    }

    [Test]
    public async Task Get_TellsWhatWasDecided_AndNothingMore()
    {
        await using var shop = await Shop.OpenAsync();
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie();
        (await GetAsync(shop, "/fp/v1/c", cookie)).ShouldBe("""{"purposes":{"data.sell":true,"personalisation":true}}""");
        (await GetAsync(shop, "/fp/v1/c", null)).ShouldBe("""{"purposes":{}}""");
    }

    [Test]
    public async Task Post_WithdrawsWhatWasGranted_AndDeniesWhatWasNot()
    {
        await using var shop = await Shop.OpenAsync(app: VisitorCookieTests.AddWhoAmI);
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie()!;
        var answer = await shop.FromPageAsync("/fp/v1/c", No, cookie);
        (await answer.JsonAsync()).GetProperty("purposes").GetProperty("personalisation").GetBoolean().ShouldBeFalse();
        var visitor = await VisitorCookieTests.WhoAmIAsync(shop, cookie);
        (await shop.Cdp.Consent.HistoryAsync(visitor)).Select(record => record.Act).ShouldBe([ConsentAct.Granted, ConsentAct.Withdrawn]);
    }

    [Test]
    public async Task Post_MarksNoBrowserThatDeclines()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.FromPageAsync("/fp/v1/c", No);
        answer.Cookie().ShouldBeNull();
        (await answer.JsonAsync()).GetProperty("purposes").GetProperty("personalisation").GetBoolean().ShouldBeFalse();
    }

    [Test]
    public async Task StoragePurpose_HoldsTheCookieBack_UntilItIsGranted_AndTakesItAwayAgain()
    {
        await using var shop = await Shop.OpenAsync(options => options.Visitors.StoragePurpose = "personalisation");
        var before = await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""");
        before.Cookie().ShouldBeNull();
        (await before.StatusesAsync()).ShouldBe(["rejected:missingIdentifier"]);
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie()!;
        (await (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""", cookie)).StatusesAsync()).ShouldBe(["accepted"]);
        var gone = await shop.FromPageAsync("/fp/v1/c", No, cookie);
        gone.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
    }

    [TestCase("https://evil.example", null)]
    [TestCase("https://evil.example", "cross-site")]
    [TestCase("https://sub.shop.example", "same-site")]
    [TestCase("null", "cross-site")]
    [TestCase(null, null)]
    public async Task Post_RefusesEveryOtherPage_AndRecordsNothing(string? origin, string? site)
    {
        await using var shop = await Shop.OpenAsync(app: VisitorCookieTests.AddWhoAmI);
        var cookie = (await shop.FromPageAsync("/fp/v1/t", """{"event":"Good"}""")).Cookie()!;
        var answer = await shop.SendAsync(HttpMethod.Post, "/fp/v1/c", Yes, request =>
        {
            request.Headers.Add("Cookie", cookie);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var detail = (await answer.JsonAsync()).GetProperty("detail").GetString()!;
        new[] { "Origin", "Sec-Fetch-Site", nameof(FirstPartyEndpointOptions.AllowOrigin) }.ShouldAllBe(mend => detail.Contains(mend, StringComparison.Ordinal));
        (await shop.Cdp.Consent.HistoryAsync(await VisitorCookieTests.WhoAmIAsync(shop, cookie))).ShouldBeEmpty();
    }

    [Test]
    public async Task Post_CountsAResentGrantOnce_EvenAfterAWithdrawal()
    {
        await using var shop = await Shop.OpenAsync();
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie()!;
        await shop.FromPageAsync("/fp/v1/c", No, cookie);
        var again = await shop.FromPageAsync("/fp/v1/c", Yes, cookie);
        (await again.JsonAsync()).GetProperty("purposes").GetProperty("personalisation").GetBoolean().ShouldBeFalse();
    }

    [TestCase("zz", HttpStatusCode.Unauthorized)]
    [TestCase("server", HttpStatusCode.Unauthorized)]
    [TestCase("web", HttpStatusCode.OK)]
    [TestCase("public-key", HttpStatusCode.OK)]
    [TestCase(null, HttpStatusCode.OK)]
    public async Task EveryCall_RefusesAKeyThatNobodyHolds_AsTheCollectorDoes(string? key, HttpStatusCode status)
    {
        await using var shop = await Shop.OpenAsync();
        var stated = key is null ? "" : $"\"writeKey\":\"{key}\",";
        var query = key is null ? "" : "?writeKey=" + key;
        HttpResponseMessage[] answers =
        [
            await shop.FromPageAsync("/fp/v1/b", $"{{{stated}\"batch\":[]}}"),
            await shop.FromPageAsync("/fp/v1/c", $"{{{stated}\"purposes\":{{\"personalisation\":true}}}}"),
            await shop.SendAsync(HttpMethod.Get, "/fp/v1/c" + query, null, FromOwnPage),
            await shop.SendAsync(HttpMethod.Get, "/fp/v1/me" + query, null, FromOwnPage),
        ];
        answers.Select(answer => answer.StatusCode).ShouldAllBe(answered => answered == status);
        if (status == HttpStatusCode.Unauthorized)
        {
            var texts = await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()));
            texts.ShouldAllBe(text => text == texts[0]);
            answers.ShouldAllBe(answer => answer.Cookie() == null);
        }
    }

    /// <summary>A site that asks for a password, as before it opens: browsers send that with the calls of its pages too.</summary>
    [TestCase(null, HttpStatusCode.OK)]
    [TestCase("web", HttpStatusCode.OK)]
    [TestCase("zz", HttpStatusCode.Unauthorized)]
    public async Task EveryCall_TakesTheSitesOwnPasswordForNoKey(string? key, HttpStatusCode status)
    {
        await using var shop = await Shop.OpenAsync();
        var (stated, query) = key is null ? ("", "") : ($"\"writeKey\":\"{key}\",", "?writeKey=" + key);
        HttpResponseMessage[] answers =
        [
            await shop.FromPageAsync("/fp/v1/b", $"{{{stated}\"batch\":[]}}", also: WithPassword),
            await shop.FromPageAsync("/fp/v1/c", $"{{{stated}\"purposes\":{{\"personalisation\":true}}}}", also: WithPassword),
            await shop.SendAsync(HttpMethod.Get, "/fp/v1/me" + query, null, request =>
            {
                FromOwnPage(request);
                WithPassword(request);
            }),
        ];
        answers.Select(answer => answer.StatusCode).ShouldAllBe(answered => answered == status);

        static void WithPassword(HttpRequestMessage request) =>
            request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("staging:secret"u8));
    }

    [TestCase("{", "malformedJson")]
    [TestCase("[]", "wrongType")]
    [TestCase("{}", "wrongType")]
    [TestCase("""{"purposes":["a"]}""", "wrongType")]
    [TestCase("""{"purposes":{"a":"yes"}}""", "wrongType")]
    [TestCase("""{"purposes":{"a":1}}""", "wrongType")]
    [TestCase("""{"purposes":{"":true}}""", "wrongType")]
    [TestCase("""{"purposes":{"\ud800":true}}""", "invalidText")]
    public async Task Post_NamesWhatIsWrong(string body, string reason)
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.FromPageAsync("/fp/v1/c", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("reason").GetString().ShouldBe(reason);
    }

    [Test]
    public async Task Post_NamesTheWordsThatMeanNothingHere_AndRecordsTheOthers()
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"nonsense":true,"personalisation":true,"analytics":true}}""");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            """{"purposes":{"data.sell":true,"personalisation":true},"unknown":["nonsense"],"undecided":["analytics"]}""");
    }

    [Test]
    public async Task Post_MarksNoBrowser_ForWordsThatMeanNothing()
    {
        await using var shop = await Shop.OpenAsync();
        (await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"nonsense":true}}""")).Cookie().ShouldBeNull();
    }

    [Test]
    public async Task Post_IsOneAct_HoweverManyPurposesItNames()
    {
        await using var shop = await Shop.OpenAsync(app: VisitorCookieTests.AddWhoAmI);
        var cookie = (await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"personalisation":true,"marketing.email":false,"data.sell":false}}""")).Cookie()!;
        var records = await shop.Cdp.Consent.HistoryAsync(await VisitorCookieTests.WhoAmIAsync(shop, cookie));
        records.Count.ShouldBe(3);
        records.Select(record => record.InteractionId).Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
        records.Select(record => record.OccurredAt).Distinct().ShouldHaveSingleItem();
    }

    [Test]
    public async Task Post_PermitsAPurpose_OnlyWhereEveryWordForItDoes()
    {
        await using var shop = await Shop.OpenAsync(options => options.Visitors.ConsentNames["taste"] = ["personalisation"]);
        var answer = await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"personalisation":true,"taste":false}}""");
        (await answer.JsonAsync()).GetProperty("purposes").GetProperty("personalisation").GetBoolean().ShouldBeFalse();
    }

    [TestCase("true", true)]
    [TestCase("false", false)]
    [TestCase("\"yes\"", false)]
    public async Task Post_RecordsAnExpressStatement(string said, bool isExplicit)
    {
        await using var shop = await Shop.OpenAsync(app: VisitorCookieTests.AddWhoAmI);
        var body = $$"""{"purposes":{"personalisation":true,"marketing.email":false},"explicit":{{said}} }""";
        var visitor = await VisitorCookieTests.WhoAmIAsync(shop, (await shop.FromPageAsync("/fp/v1/c", body)).Cookie()!);
        (await shop.Cdp.Consent.DecideAsync(visitor, "personalisation")).IsExplicit.ShouldBe(isExplicit);
        (await shop.Cdp.Consent.HistoryAsync(visitor)).Single(record => record.Act == ConsentAct.Denied).IsExplicit.ShouldBeFalse();
    }

    [Test]
    public async Task ConsentNames_LetOneSwitchStandForSeveralPurposes()
    {
        await using var shop = await Shop.OpenAsync(options => options.Visitors.ConsentNames["all"] = ["personalisation", "marketing.email"]);
        var cookie = (await shop.FromPageAsync("/fp/v1/c", """{"purposes":{"all":true}}""")).Cookie();
        (await GetAsync(shop, "/fp/v1/c", cookie)).ShouldContain("\"all\":true");
    }

    [Test]
    public async Task Me_TellsOnlyWhatTheVisitorPermits_AndOnlyTheirOwn()
    {
        await using var shop = await Shop.OpenAsync();
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie()!;
        await shop.FromPageAsync("/fp/v1/t", """{"event":"Tea Chosen"}""", cookie);
        await shop.FromPageAsync("/fp/v1/i", """{"traits":{"favouriteTea":"oolong"}}""", cookie);
        (await GetAsync(shop, "/fp/v1/me", cookie)).ShouldBe("""{"segments":["tea-lovers"],"traits":{"favouriteTea":"oolong"}}""");
        (await GetAsync(shop, "/fp/v1/me", null)).ShouldBe("""{"segments":[],"traits":{}}""");
        await shop.FromPageAsync("/fp/v1/c", No, cookie);
        (await GetAsync(shop, "/fp/v1/me", cookie)).ShouldBe("""{"segments":[],"traits":{}}""");
    }

    [Test]
    public async Task Me_OpensNobodysProfile_ToWhoeverClaimsToBeThem()
    {
        await using var shop = await Shop.OpenAsync();
        var victim = Identifier.UserId("victim");
        await shop.Cdp.Consent.GrantAsync(victim, "personalisation");
        await shop.Cdp.IdentifyAsync(victim, new() { ["favouriteTea"] = "secret" });
        var cookie = (await shop.FromPageAsync("/fp/v1/c", Yes)).Cookie()!;
        await shop.FromPageAsync("/fp/v1/i", """{"userId":"victim"}""", cookie);
        await shop.FromPageAsync("/fp/v1/a", """{"userId":"victim","previousId":"x"}""", cookie);
        await shop.FromServerAsync("/fp/v1/a", """{"userId":"victim","previousId":"mallory"}""", "public-key");
        (await GetAsync(shop, "/fp/v1/me", cookie)).ShouldNotContain("secret");
    }

    [TestCase("https://evil.example", null)]
    [TestCase(null, "cross-site")]
    [TestCase(null, "same-site")]
    [TestCase(null, null)]
    public async Task Me_IsReadByNoOtherPage(string? origin, string? site)
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.SendAsync(HttpMethod.Get, "/fp/v1/me", null, request =>
        {
            request.Headers.Add("Cookie", "__Host-fp_vid=" + new string('A', 43));
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [TestCase("https://shop.example/cart", HttpStatusCode.OK)]
    [TestCase("https://shop.example.evil.example/", HttpStatusCode.Forbidden)]
    [TestCase("not an address", HttpStatusCode.Forbidden)]
    public async Task Me_TrustsTheReferer_WhenTheBrowserSaysNothingElse(string referer, HttpStatusCode status)
    {
        await using var shop = await Shop.OpenAsync();
        var answer = await shop.SendAsync(HttpMethod.Get, "/fp/v1/me", null, request => request.Headers.TryAddWithoutValidation("Referer", referer));
        answer.StatusCode.ShouldBe(status);
    }

    private static async Task<string> GetAsync(Shop shop, string path, string? cookie)
    {
        var answer = await shop.SendAsync(HttpMethod.Get, path, null, request =>
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            if (cookie is not null)
            {
                request.Headers.Add("Cookie", cookie);
            }
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await answer.Content.ReadAsStringAsync();
    }
}
