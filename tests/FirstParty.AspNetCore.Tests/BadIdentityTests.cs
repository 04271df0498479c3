using System.Net;
using System.Text;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.AspNetCore.Tests;

/// <summary>What nobody should send about who is who, through the collector: each has an outcome with a name, and its neighbours lose nothing by it.</summary>
[TestFixture]
public sealed class BadIdentityTests
{
    private const string Good = """{"type":"track","userId":"ada","event":"Good"}""";

    private static readonly Identifier Ada = Identifier.UserId("ada");

    private Shop _shop = null!;

    [SetUp]
    public async Task OpenAsync() => _shop = await Shop.OpenAsync(
        platform: cdp => cdp.Taxonomy(data => data.Trait("email", DataKind.Identity, purpose: "personalisation")));

    [TearDown]
    public ValueTask CloseAsync() => _shop.DisposeAsync();

    [TestCase("""{"type":"track","userId":"ada","event":"Good","context":{"externalIds":[{"id":"bob","type":"user_id","collection":"users","encoding":"none"}]}}""",
        "rejected:conflictingIdentifiers", TestName = "TwoCustomersInOneEvent_OverHttp")]
    [TestCase("""{"type":"track","userId":"@","event":"Good"}""", "rejected:noUsableIdentifier", TestName = "AnIdentifierOf10KB_OverHttp")]
    [TestCase("""{"type":"track","userId":"undefined","event":"Good"}""", "rejected:noUsableIdentifier", TestName = "ABlockedIdentifier_OverHttp")]
    [TestCase("""{"type":"track","userId":"\ud800","event":"Good"}""", "rejected:invalidText", TestName = "HalfASurrogatePair_OverHttp")]
    [TestCase("""{"type":"alias","userId":"ada","previousId":"@"}""", "rejected:missingIdentifier", TestName = "AnAliasOf10KB_OverHttp")]
    [TestCase("""{"type":"expire","userId":"ada","asOf":"2026-01-01T00:00:00Z"}""", "rejected:unknownKind", TestName = "AnActOfExpiry_OverHttp")]
    [TestCase("""{"type":"retract","userId":"ada","targets":["m1"]}""", "rejected:unknownKind", TestName = "ARetraction_OverHttp")]
    [TestCase("""{"type":"separate","userId":"ada","previousId":"bob"}""", "rejected:unknownKind", TestName = "ASeparation_OverHttp")]
    [TestCase("""{"type":"track","userId":"~","event":"Good"}""", "rejected:invalidText", TestName = "BytesThatAreNotUtf8_OverHttp")]
    public async Task ABadIdentity_HasAName_AndItsNeighboursAreKept(string bad, string outcome)
    {
        var body = $$"""{"batch":[{{Good}},{{bad.Replace("@", new string('x', 10_240), StringComparison.Ordinal)}},{{Good}}]}""";
        byte[] bytes = [.. Encoding.UTF8.GetBytes(body).Select(one => one == (byte)'~' ? (byte)0xC3 : one)];
        var answer = await _shop.FromServerAsync("/fp/v1/batch", "", also: request => request.Content = new ByteArrayContent(bytes));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.StatusesAsync()).ShouldBe(["accepted", outcome, "accepted"]);
        (await _shop.Cdp.Profiles.FindAsync(Ada, "analytics"))!.Events.ShouldBe(2);
        (await _shop.Cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task AliasesInACircle_AreOnePerson()
    {
        foreach (var (from, to) in new[] { ("a", "b"), ("b", "c"), ("c", "a"), ("a", "a") })
        {
            var answer = await _shop.FromServerAsync("/fp/v1/alias", $$"""{"userId":"{{to}}","previousId":"{{from}}"}""");
            (await answer.StatusesAsync()).ShouldBe(["accepted"]);
        }

        var first = (await _shop.Cdp.Profiles.FindAsync(Identifier.UserId("a"), "analytics"))!.Id;
        (await _shop.Cdp.Profiles.FindAsync(Identifier.UserId("b"), "analytics"))!.Id.ShouldBe(first);
        (await _shop.Cdp.Profiles.FindAsync(Identifier.UserId("c"), "analytics"))!.Id.ShouldBe(first);
        (await _shop.Cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [TestCase("identify", """{"userId":"ada","traits":{"email":"ada@example.com","name":"Ada"}}""")]
    [TestCase("identify", """{"userId":"ada","traits":{"name":"Ada"},"context":{"traits":{"email":"ada@example.com"}}}""")]
    [TestCase("track", """{"userId":"ada","event":"Good","context":{"traits":{"email":"ada@example.com"}}}""")]
    [TestCase("batch", """{"context":{"traits":{"email":"ada@example.com"}},"batch":[{"type":"track","userId":"ada","event":"Good"}]}""")]
    public async Task AnAddress_NamesItsPerson_OnlyWhileItMayBeKept(string path, string body)
    {
        var address = Identifier.Email("ada@example.com");
        await _shop.FromServerAsync($"/fp/v1/{path}", body);
        (await _shop.Cdp.Profiles.FindAsync(address, "analytics")).ShouldBeNull();
        (await _shop.Cdp.Privacy.PreviewExportAsync(Ada))!.Identifiers.ShouldBe([Ada]);
        var stored = (await _shop.Cdp.Privacy.PreviewExportAsync(Ada))!.Events.ShouldHaveSingleItem();
        Encoding.UTF8.GetString(stored.Context.ToUtf8().Span).ShouldNotContain("example.com");

        await _shop.Cdp.Consent.GrantAsync(Ada, "personalisation");
        await _shop.FromServerAsync($"/fp/v1/{path}", body);
        (await _shop.Cdp.Profiles.FindAsync(address, "analytics"))!.Id.ShouldBe(ProfileId.Of(Ada));
    }
}
