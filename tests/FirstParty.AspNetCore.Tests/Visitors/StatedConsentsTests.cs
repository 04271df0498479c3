using FirstParty.AspNetCore.Visitors;
using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.AspNetCore.Tests.Visitors;

/// <summary>What Segment's clients state of consent, in <c>context.consent</c>: acts in the ledger, of whoever the sender may speak for.</summary>
[TestFixture]
public sealed class StatedConsentsTests
{
    private const string Personalisation = "personalisation";

    private static readonly Identifier User = Identifier.UserId("u1");
    private static readonly Identifier Device = Identifier.AnonymousId("device-1");

    private Shop _shop = null!;

    [SetUp]
    public async Task OpenAsync() => _shop = await Shop.OpenAsync(options => options.Visitors.ConsentNames["C0002"] = [Personalisation]);

    [TearDown]
    public ValueTask CloseAsync() => _shop.DisposeAsync();

    [TestCase("""{"personalisation":true,"C0002":true}""", "accepted")]
    [TestCase("""{"personalisation":false,"C0002":true}""", "withheld:purposeNotPermitted", Description = "All categories that stand for a purpose must permit it.")]
    [TestCase("""{"C0002":"yes"}""", "withheld:purposeNotPermitted", Description = "What is not true is no permission.")]
    [TestCase("""{"C0002":true}""", "withheld:purposeNotPermitted", Description = "Not mentioned is not permitted.")]
    [TestCase("{}", "withheld:purposeNotPermitted")]
    public async Task Track_IsDecidedByWhatItStates(string categories, string outcome)
    {
        (await StateAsync(categories)).ShouldBe([outcome]);
        var record = (await _shop.Cdp.Consent.HistoryAsync(User)).ShouldHaveSingleItem();
        record.Act.ShouldBe(outcome == "accepted" ? ConsentAct.Granted : ConsentAct.Denied);
        (record.Purpose, record.Subject).ShouldBe((Personalisation, User));
    }

    [Test]
    public async Task Track_LeavesTheLedgerAlone_WhenItStatesNothing()
    {
        await _shop.FromServerAsync("/fp/v1/track", """{"userId":"u1","event":"Good","context":{"consent":{"other":1}}}""");
        (await _shop.Cdp.Consent.HistoryAsync(User)).ShouldBeEmpty();
    }

    [Test]
    public async Task Statement_IsRecordedOnce_HoweverOftenItIsRepeated()
    {
        for (var i = 0; i < 3; i++)
        {
            await StateAsync("""{"personalisation":true,"C0002":true}""");
        }

        (await _shop.Cdp.Consent.HistoryAsync(User)).ShouldHaveSingleItem();
    }

    [Test]
    public async Task Repetition_DoesNotUndoWhatWasWithdrawnElsewhere()
    {
        await StateAsync("""{"personalisation":true,"C0002":true}""");
        await _shop.Cdp.Consent.WithdrawAsync(User, Personalisation, "privacy page");
        (await StateAsync("""{"personalisation":true,"C0002":true}""")).ShouldBe(["withheld:purposeNotPermitted"]);
        (await StateAsync("""{"personalisation":true,"C0002":true}""", about: "other-client")).ShouldBe(["accepted"]);
    }

    [Test]
    public async Task ChangeOfMind_Counts_EachTime()
    {
        (await StateAsync("""{"personalisation":true,"C0002":true}""")).ShouldBe(["accepted"]);
        (await StateAsync("""{"personalisation":false}""")).ShouldBe(["withheld:purposeNotPermitted"]);
        (await StateAsync("""{"personalisation":true,"C0002":true}""")).ShouldBe(["accepted"]);
        (await _shop.Cdp.Consent.HistoryAsync(User)).Select(record => record.Act)
            .ShouldBe([ConsentAct.Granted, ConsentAct.Withdrawn, ConsentAct.Granted]);
    }

    [Test]
    public async Task PublicKey_SpeaksForItsDevice_AndForNobodysAccount()
    {
        const string Body = """{"writeKey":"public-key","event":"Tea Chosen","userId":"u1",@"context":{"consent":{"categoryPreferences":{"personalisation":true,"C0002":true}}}}""";
        await _shop.SendAsync(HttpMethod.Post, "/fp/v1/track", Body.Replace("@", "", StringComparison.Ordinal));
        (await _shop.Cdp.Consent.HistoryAsync(User)).ShouldBeEmpty();
        await _shop.SendAsync(HttpMethod.Post, "/fp/v1/track", Body.Replace("@", "\"anonymousId\":\"device-1\",", StringComparison.Ordinal));
        (await _shop.Cdp.Consent.HistoryAsync(Device)).ShouldHaveSingleItem().Subject.ShouldBe(Device);
        (await _shop.Cdp.Consent.DecideAsync(User, Personalisation)).Allowed.ShouldBeFalse("Somebody else's browser cannot agree for a user.");
    }

    [Test]
    public async Task Batch_StatesItOnceForAll()
    {
        var answer = await _shop.FromServerAsync("/fp/v1/batch", """
            {"context":{"consent":{"categoryPreferences":{"personalisation":true,"C0002":true}}},
             "batch":[{"type":"track","userId":"u1","event":"Tea Chosen"},{"type":"track","userId":"u2","event":"Tea Chosen"}]}
            """);
        (await answer.StatusesAsync()).ShouldBe(["accepted", "accepted"]);
    }

    [Test]
    public async Task Snippet_StatesNothingThatWay_SinceItsActsHaveAnEndpoint()
    {
        var cookie = (await _shop.FromPageAsync("/fp/v1/c", """{"purposes":{"marketing.email":true}}""")).Cookie();
        var answer = await _shop.FromPageAsync(
            "/fp/v1/b",
            """{"context":{"consent":{"categoryPreferences":{"personalisation":true,"C0002":true}}},"batch":[{"type":"track","event":"Tea Chosen"},{"type":"track","event":"Good"}]}""",
            cookie);
        (await answer.StatusesAsync()).ShouldBe(["accepted", "accepted"]);
        var visitor = VisitorIds.OfCookie(cookie!.Split('=')[1]);
        (await _shop.Cdp.Consent.HistoryAsync(visitor)).ShouldHaveSingleItem().Purpose.ShouldBe("marketing.email");
        (await _shop.Cdp.Privacy.ExportAsync(visitor))!.Events.ShouldHaveSingleItem().Name.ShouldBe("Good", "nobody agreed to the other");
    }

    [Test]
    public async Task Withdrawal_IsHeard_WhenAnotherCollectorTookTheGrant()
    {
        await using var shop = await Shop.OpenAsync(
            app: app => app.MapFirstParty("/fp2", setup => setup.WriteKey("public-key", source: "web").ServerKey("server-key", source: "backend")));
        foreach (var (collector, permitted) in ((string, string)[])[("/fp", "false"), ("/fp2", "true"), ("/fp", "false")])
        {
            await shop.FromServerAsync(
                collector + "/v1/track", $$"""{"userId":"u1","event":"Good","context":{"consent":{"categoryPreferences":{"personalisation":{{permitted}} } } } }""");
            (await shop.Cdp.Consent.DecideAsync(User, Personalisation)).Allowed.ShouldBe(permitted == "true");
        }
    }

    [Test]
    public async Task LateEvents_BringNoConsentOfTheErasedBack()
    {
        await StateAsync("""{"personalisation":true,"C0002":true}""");
        await _shop.Cdp.Privacy.EraseAsync(User);
        var records = (await _shop.Cdp.Consent.HistoryAsync(User)).Count;
        await _shop.FromServerAsync("/fp/v1/track", """
            {"userId":"u1","event":"Tea Chosen","timestamp":"2020-01-01T00:00:00Z","context":{"consent":{"categoryPreferences":{"personalisation":false}}}}
            """);
        (await _shop.Cdp.Consent.HistoryAsync(User)).Count.ShouldBe(records);
    }

    private async Task<List<string>> StateAsync(string categories, string about = "u1")
    {
        var answer = await _shop.FromServerAsync(
            "/fp/v1/track", $$"""{"userId":"{{about}}","event":"Tea Chosen","context":{"consent":{"categoryPreferences":{{categories}} } } }""");
        return await answer.StatusesAsync();
    }
}
