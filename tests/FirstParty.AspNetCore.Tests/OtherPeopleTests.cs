using System.Net;
using System.Security.Claims;
using FirstParty.Identity;
using Microsoft.AspNetCore.Builder;

namespace FirstParty.AspNetCore.Tests;

/// <summary>A visitor can neither read nor change another person, whatever a request says of itself.</summary>
[TestFixture]
public sealed class OtherPeopleTests
{
    private const string Agree = """{"purposes":{"personalisation":true,"marketing.email":true}}""";

    private static readonly Identifier Victim = Identifier.UserId("victim");
    private static readonly Identifier Address = Identifier.Email("victim@example.com");

    private Shop _shop = null!;
    private string _victims = "";
    private string _mallorys = "";
    private string _victimsId = "";
    private (string, string) _before;

    [SetUp]
    public async Task OpenAsync()
    {
        _shop = await Shop.OpenAsync(app: app => app.MapPost("/sign-in", (Microsoft.AspNetCore.Http.RequestDelegate)(async context => await context.SignInVisitorAsync(Victim))));
        var first = (await _shop.FromPageAsync("/fp/v1/c", Agree)).Cookie();
        var signedIn = await _shop.FromPageAsync("/sign-in", "", first);
        (_victims, _victimsId) = (signedIn.Cookie()!, signedIn.Visitor().Value);
        await _shop.Cdp.LinkAsync(Victim, Address);
        await _shop.Cdp.Consent.GrantAsync(Victim, "personalisation");
        await _shop.Cdp.IdentifyAsync(Victim, new() { ["favouriteTea"] = "secret oolong", ["name"] = "Vera" });
        await _shop.FromPageAsync("/fp/v1/t", """{"event":"Tea Chosen"}""", _victims);
        _mallorys = (await _shop.FromPageAsync("/fp/v1/c", Agree)).Cookie()!;
        _before = await StateAsync();
    }

    [TearDown]
    public ValueTask CloseAsync() => _shop.DisposeAsync();

    [TestCase("i", """{"userId":"victim","traits":{"favouriteTea":"poison","name":"Mallory"}}""")]
    [TestCase("i", """{"traits":{"email":"victim@example.com","favouriteTea":"poison"}}""")]
    [TestCase("i", """{"userId":"mallory","context":{"traits":{"email":"victim@example.com"}},"traits":{"favouriteTea":"poison"}}""")]
    [TestCase("t", """{"userId":"victim","event":"Good"}""")]
    [TestCase("t", """{"event":"Good","context":{"externalIds":[{"id":"victim","type":"user_id","collection":"users","encoding":"none"}]}}""")]
    [TestCase("t", """{"event":"Good","anonymousId":"@"}""")]
    [TestCase("p", """{"userId":"victim","name":"Home"}""")]
    [TestCase("g", """{"userId":"victim","groupId":"g","traits":{"plan":"pro"}}""")]
    [TestCase("a", """{"userId":"victim","previousId":"x"}""")]
    [TestCase("a", """{"userId":"mallory","previousId":"victim"}""")]
    [TestCase("a", """{"userId":"mallory","previousId":"@"}""")]
    [TestCase("b", """{"batch":[{"type":"identify","userId":"victim","traits":{"name":"Mallory"}},{"type":"alias","userId":"victim","previousId":"@"}]}""")]
    [TestCase("c", """{"purposes":{"personalisation":false,"marketing.email":false},"userId":"victim","anonymousId":"@"}""")]
    public async Task Visitor_ChangesNobodyElse(string path, string body)
    {
        var answer = await _shop.FromPageAsync($"/fp/v1/{path}", body.Replace("@", _victimsId, StringComparison.Ordinal), _mallorys);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await _shop.FromPageAsync("/fp/v1/c", """{"purposes":{"personalisation":false}}""", _mallorys);
        (await StateAsync()).ShouldBe(_before);
        (await MeAsync(_mallorys)).ShouldNotContain("secret");
    }

    [Test]
    public async Task Visitor_IsTold_WhatWasOnlyClaimed()
    {
        var answer = await _shop.FromPageAsync("/fp/v1/i", """{"userId":"victim","traits":{"name":"Mallory"}}""", _mallorys);
        var item = (await answer.JsonAsync()).GetProperty("items")[0];
        item.GetProperty("status").GetString().ShouldBe("accepted");
        item.GetProperty("notes")[0].GetProperty("reason").GetString().ShouldBe("unverifiedIdentifier");
        item.GetProperty("notes")[0].GetProperty("field").GetString().ShouldBe("userId");
    }

    [Test]
    public async Task Sender_IsTold_WhichIdentifierWasPassedOver_AndWhy_ButNotItsValue()
    {
        var answer = await _shop.FromServerAsync("/fp/v1/i", """{"userId":"ada","traits":{"email":"ada at example"}}""", "public-key");
        var text = await answer.Content.ReadAsStringAsync();
        var note = (await answer.JsonAsync()).GetProperty("items")[0].GetProperty("notes")[0];
        (note.GetProperty("reason").GetString(), note.GetProperty("field").GetString(), note.GetProperty("refusal").GetString())
            .ShouldBe(("noUsableIdentifier", "email", "malformed"));
        text.ShouldNotContain("ada at");

        var refused = (await (await _shop.FromServerAsync(
            "/fp/v1/t", $$"""{"userId":"{{new string('u', 513)}}","event":"Good"}""", "public-key")).JsonAsync()).GetProperty("items")[0];
        (refused.GetProperty("status").GetString(), refused.GetProperty("reason").GetString()).ShouldBe(("rejected", "noUsableIdentifier"));
        refused.GetProperty("notes")[0].GetProperty("refusal").GetString().ShouldBe("tooLong");
        refused.GetProperty("detail").GetString().ShouldNotBeNull().ShouldSatisfyAllConditions(
            detail => detail.ShouldContain("'userId'"), detail => detail.ShouldContain("512"));
    }

    [Test]
    public async Task PublicKey_ReadsNobody_AndGrantsNothing()
    {
        await _shop.FromServerAsync("/fp/v1/i", """{"userId":"victim","anonymousId":"mallory"}""", "public-key");
        await _shop.FromServerAsync("/fp/v1/t", $$"""{"anonymousId":"{{_victimsId}}","event":"Good"}""", "public-key");
        (await MeAsync(_mallorys)).ShouldNotContain("secret");
        (await _shop.Cdp.Profiles.FindOwnAsync(Identifier.AnonymousId("mallory"), "personalisation"))?.Traits.ShouldBeEmpty();
    }

    [Test]
    public async Task ForgedCookie_IsNobodys()
    {
        var forged = _victims[..^4] + (_victims[^4] == 'A' ? 'B' : 'A') + _victims[^3..];
        (await MeAsync(forged)).ShouldBe("""{"segments":[],"traits":{}}""");
        (await MeAsync("__Host-fp_vid=" + _victimsId)).ShouldBe("""{"segments":[],"traits":{}}""", "Whoever knows the id does not hold the cookie.");
        (await MeAsync(_victims)).ShouldContain("secret oolong");
    }

    [Test]
    public async Task SignedInCustomer_IsKnown_AndNoOther()
    {
        await using var shop = await Shop.OpenAsync(app: app => app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ada")], "test"));
            return next(context);
        }));
        var cookie = (await shop.FromPageAsync("/fp/v1/i", """{"userId":"ada","traits":{"name":"Ada"}}""")).Cookie()!;
        await shop.FromPageAsync("/fp/v1/i", """{"userId":"victim","traits":{"name":"Ada"}}""", cookie);
        (await shop.Cdp.Profiles.FindAsync(Identifier.UserId("ada"), "analytics"))!["name"]!.AsString().ShouldBe("Ada");
        (await shop.Cdp.Profiles.FindAsync(Victim, "analytics")).ShouldBeNull();
    }

    private async Task<(string Export, string Decisions)> StateAsync()
    {
        var export = (await _shop.Cdp.Privacy.ExportAsync(Victim))!;
        var traits = export.Traits.Select(trait => $"{trait.Name}={trait.Value}");
        var events = export.Events.Select(logged => logged.Id.ToString());
        var decisions = (await _shop.Cdp.Consent.DecideAllAsync(Victim)).OrderBy(decision => decision.Key, StringComparer.Ordinal)
            .Select(decision => $"{decision.Key}:{decision.Value.Status}");
        return (string.Join(';', traits.Concat(events).Concat(export.Identifiers.Select(one => one.Value)).Concat(export.Segments).Order(StringComparer.Ordinal)),
            string.Join(';', decisions));
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
