using System.Globalization;
using FirstParty.AspNetCore.Collector;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.AspNetCore.Tests.Collector;

/// <summary>
/// What somebody without a secret key is answered tells nothing of the person whom it names: the same requests about the same person get the same bytes,
/// whatever that person has permitted, refused or had erased.
/// </summary>
[TestFixture]
public sealed class PublicOutcomeTests
{
    private const string Refused = "refused";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Email = Identifier.Email("ada@example.com");
    private static readonly Identifier Device = Identifier.AnonymousId("device-1");

    /// <summary>What may be stored of Ada before a stranger asks.</summary>
    private static readonly Dictionary<string, Func<CustomerDataPlatform, Task>> Pasts = new()
    {
        [Refused] = cdp => cdp.Consent.DenyAsync(Ada, "personalisation").AsTask(),
        ["unknown"] = _ => Task.CompletedTask,
        ["agreed"] = async cdp =>
        {
            await cdp.Consent.GrantAsync(Ada, "personalisation");
            await cdp.Consent.GrantAsync(Email, "personalisation");
        },
        ["withdrew"] = async cdp =>
        {
            await cdp.Consent.GrantAsync(Ada, "personalisation");
            await cdp.Consent.WithdrawAsync(Ada, "personalisation");
        },
        ["erased"] = async cdp =>
        {
            await cdp.LinkAsync(Ada, Email);
            await cdp.Privacy.EraseAsync(Ada);
        },
        ["known"] = cdp => cdp.IngestAsync(new TrackEvent { MessageId = "m0", Source = "web", Name = "Good", Identifiers = [Ada] }).AsTask(),
        ["parted"] = cdp => cdp.Profiles.SeparateAsync(Ada, Device, "olga", "two people").AsTask(),
    };

    private static readonly (string Path, string Body)[] Questions =
    [
        ("t", """{"messageId":"m1","userId":"ada","event":"Tea Chosen"}"""),
        ("i", """{"messageId":"m5","userId":"ada","traits":{"name":"Ada"},"context":{"provenance":{"inputs":[["web","@"]]}}}"""
            .Replace("@", FactId.Of("web", "m1").Key.ToString("x32", CultureInfo.InvariantCulture), StringComparison.Ordinal)),
        ("t", """{"messageId":"m1","userId":"ada","event":"Tea Chosen"}"""),
        ("t", """{"messageId":"m1","userId":"ada","event":"Good","properties":{"other":1}}"""),
        ("t", """{"messageId":"m0","userId":"ada","event":"Good","properties":{"other":1}}"""),
        ("i", """{"messageId":"m2","userId":"ada","traits":{"favouriteTea":"oolong","name":"Ada"}}"""),
        ("i", """{"messageId":"m3","anonymousId":"device-1","traits":{"favouriteTea":"oolong","email":"ada@example.com"}}"""),
        ("i", """{"messageId":"m4","userId":"ada","traits":{"shoeSize":"41"}}"""),
        ("t", """{"messageId":"m6","userId":"ada","event":"Tea Chosen","timestamp":"2020-01-01T00:00:00Z"}"""),
        ("t", """{"messageId":"m7","userId":"ada","event":"Never Heard","timestamp":"2020-01-01T00:00:00Z"}"""),
        ("t", """{"messageId":"m8","anonymousId":"device-1","event":"Tea Chosen","context":{"traits":{"email":"ada@example.com"}}}"""),
        ("t", """{"messageId":"m9","userId":"ada","event":"Tea Chosen","context":{"traits":{"email":"ada at example"}}}"""),
        ("a", """{"messageId":"m10","userId":"ada","previousId":"device-1","anonymousId":"device-1"}"""),
        ("g", """{"messageId":"m11","userId":"ada","groupId":"g"}"""),
        ("b", """
            {"batch":[{"type":"track","messageId":"m12","userId":"ada","event":"Tea Chosen"},{"type":"track","messageId":"m12","userId":"ada","event":"Tea Chosen"},
            {"type":"track","messageId":"m13","event":""},{"type":"track","messageId":"m14","userId":"ada","event":"Good","timestamp":"1970-01-01T00:00:00Z"}]}
            """),
    ];

    [Test]
    public async Task PublicKey_IsAnsweredAlike_WhateverThePersonSaid() =>
        (await AnswersAsync((shop, path, body) => shop.FromServerAsync(path, body, "public-key"))).Values.Distinct().ShouldHaveSingleItem();

    [Test]
    public async Task Page_IsAnsweredAlike_WhoeverItClaimsItsVisitorToBe() =>
        (await AnswersAsync((shop, path, body) => shop.FromPageAsync(path, body))).Values.Distinct().ShouldHaveSingleItem();

    [Test]
    public async Task ServerKey_IsToldWhatBecameOfEach()
    {
        var answers = await AnswersAsync((shop, path, body) => shop.FromServerAsync(path, body, "server-key-of-web"));
        answers.Where(answer => answer.Key is "agreed" or "erased" or "known").ShouldAllBe(answer => answer.Value != answers[Refused]);
        answers[Refused].ShouldContain("\"status\":\"withheld\",\"reason\":\"purposeNotPermitted\"");
        answers[Refused].ShouldContain("\"reason\":\"unknownInput\"");
        answers["agreed"].ShouldNotContain("unknownInput");
        answers["known"].ShouldContain("\"reason\":\"messageIdReused\"");
    }

    [TestCase("""{"messageId":"m","event":"Good"}""", "rejected:missingIdentifier")]
    [TestCase("""{"messageId":"m","userId":"undefined","event":"Good"}""", "rejected:noUsableIdentifier")]
    [TestCase("""{"messageId":"m","userId":"ada","event":" "}""", "rejected:invalidName")]
    [TestCase("""{"messageId":"m","userId":"ada","event":"Good","timestamp":"1970-01-01T00:00:00Z"}""", "rejected:invalidTimestamp")]
    [TestCase("""{"messageId":"m","userId":"ada","event":"Never Heard"}""", "accepted")]
    public async Task PublicKey_IsToldWhatIsWrongWithTheEventItself(string body, string outcome)
    {
        await using var shop = await OpenAsync();
        (await (await shop.FromServerAsync("/fp/v1/t", body, "public-key")).StatusesAsync()).ShouldBe([outcome]);
    }

    [Test]
    public void EveryReason_IsSilent_UnlessItIsFoundInTheEvent([Values] EventReason reason)
    {
        var told = PublicOutcome.Of(EventOutcome.Rejected("m", reason, "why", [new OutcomeNote(reason, "field")]));
        EventReason[] stored =
        [
            EventReason.None, EventReason.PurposeNotPermitted, EventReason.MessageIdReused, EventReason.UnknownEvent, EventReason.UnknownTrait,
            EventReason.Quarantined, EventReason.Unclassified, EventReason.SchemaViolation, EventReason.Erased, EventReason.JustificationMissing,
            EventReason.QuarantineFull, EventReason.UnknownInput, EventReason.UnverifiedIdentifier, EventReason.SameIdentifier, EventReason.KeptApart,
            EventReason.NotJoined,
        ];
        (told.Status, told.Reason).ShouldBe(stored.Contains(reason) ? (EventStatus.Accepted, EventReason.None) : (EventStatus.Rejected, reason));
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync(
        options =>
        {
            options.ServerKey("server-key-of-web", source: "web");
            options.Visitors.BelieveClaims = true;
        },
        cdp => cdp.Taxonomy(data => data.Trait("email", DataKind.Identity, purpose: "personalisation").UnknownKeys(UnknownKeyPolicy.Quarantine)));

    /// <summary>Everything that was answered to all the questions, for each past: the status, the headers but for the cookie, and the body.</summary>
    private static async Task<Dictionary<string, string>> AnswersAsync(Func<Shop, string, string, Task<HttpResponseMessage>> askAsync)
    {
        var answers = new Dictionary<string, string>();
        foreach (var (past, rememberAsync) in Pasts)
        {
            await using var shop = await OpenAsync();
            await rememberAsync(shop.Cdp);
            var said = new List<string>();
            foreach (var (path, body) in Questions)
            {
                using var answer = await askAsync(shop, "/fp/v1/" + path, body);
                answer.Headers.Remove("Set-Cookie");
                said.Add($"{(int)answer.StatusCode} {answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync()}");
            }

            answers.Add(past, string.Join('\n', said));
        }

        return answers;
    }
}
