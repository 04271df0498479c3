using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;
using FirstParty.Tests.Consent;

namespace FirstParty.Tests.Platform;

/// <summary>What a purpose may see, by what a fact is, where it stems from and when it happened: through the whole line.</summary>
public sealed class PurposeLimitTests
{
    private const string Number = "19811218-9876";
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SteppingClock _clock = new(Noon);

    [SetUp]
    public void Reset() => _clock.Now = Noon;

    [Test]
    public async Task PersonalNumber_InFreeText_IsSeenOnlyByPurposesThatJustifyIt()
    {
        await using var cdp = await OpenAsync();
        await cdp.IdentifyAsync(Ada, new() { ["motto"] = $"my number is {Number}", ["email"] = "ada@example.com" });
        (await NamesAsync(cdp, "essential.service")).ShouldBe(["email"]);
        (await NamesAsync(cdp, "invoicing")).ShouldBe(["email", "motto"]);
    }

    [Test]
    public async Task PersonalNumber_IsNotHiddenBehindASpecialCategory()
    {
        await using var cdp = await OpenAsync();
        await cdp.IdentifyAsync(Ada, new() { ["motto"] = $"diabetes, {Number}" });
        (await NamesAsync(cdp, "care")).ShouldBeEmpty("care may see health, but declares no justification for national ids");
        (await NamesAsync(cdp, "clinic")).ShouldBe(["motto"]);

        await cdp.TrackAsync(Ada, "Note Left", new() { ["text"] = $"my number is {Number}", ["topic"] = "diabetes", ["stars"] = 5 });
        (await cdp.Profiles.EventsAsync(Ada, "care")).ShouldHaveSingleItem().Properties.Keys.ShouldBe(["topic", "stars"], ignoreOrder: true);
        (await cdp.Profiles.EventsAsync(Ada, "clinic")).ShouldHaveSingleItem().Properties.Count.ShouldBe(3);
    }

    [Test]
    public async Task PersonalNumber_RaisesTheWholeEvent_WhenMorePropertiesHoldOneThanAreListed()
    {
        await using var cdp = await OpenAsync();
        var properties = new Attributes();
        foreach (var index in Enumerable.Range(0, 40))
        {
            properties[$"p{index}"] = Number;
        }

        await cdp.TrackAsync(Ada, "Note Left", properties);
        (await cdp.Profiles.EventsAsync(Ada, "essential.service")).ShouldBeEmpty();
        (await cdp.Profiles.EventsAsync(Ada, "clinic")).ShouldHaveSingleItem();
    }

    [TestCase(64, 65, Description = "The longest name that a finding gives is another property's.")]
    [TestCase(64, 5_000)]
    [TestCase(4, 64, Description = "A name that a finding gives whole.")]
    public async Task PersonalNumber_IsHidden_HoweverLongThePropertysName(int otherLength, int length)
    {
        await using var cdp = await OpenAsync();
        await cdp.TrackAsync(Ada, "Note Left", new() { [new string('n', otherLength)] = "harmless", [new string('n', length)] = Number });
        await IsHiddenAsync(cdp);
    }

    [TestCase("""{"":"harmless","19811218-9876":"harmless"}""", Description = "The name says it, beside a property without one.")]
    [TestCase("""{"\u006eote":"harmless","not\u0065":"19811218-9876"}""")]
    [TestCase("""{"no\te":"19811218-9876","x\tel":"8112189876"}""", Description = "A tab is no letter.")]
    public async Task PersonalNumber_IsHidden_HoweverThePropertysNameIsWritten(string properties)
    {
        await using var cdp = await OpenAsync();
        await cdp.TrackAsync(Ada, "Note Left", Attributes.FromUtf8(System.Text.Encoding.UTF8.GetBytes(properties)));
        await IsHiddenAsync(cdp);
    }

    [Test]
    public async Task NationalId_IsNotKept_WhenItsDefinitionDoesNotSayWhy()
    {
        await using var cdp = await OpenAsync();
        var outcome = await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com", ["personnummer"] = Number });
        outcome.Notes.ShouldContain(note => note.Reason == EventReason.JustificationMissing || note.Reason == EventReason.Quarantined);
        (await NamesAsync(cdp, "clinic")).ShouldBe(["email"]);
    }

    [Test]
    public async Task OwnDataOnly_SeesNothingThatWasNotCollectedForIt()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, "strict");
        await cdp.Consent.GrantAsync(Ada, "loose");
        await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com", ["strictTea"] = "Sencha", ["looseTea"] = "Assam" });
        (await NamesAsync(cdp, "strict")).ShouldBe(["strictTea"]);
        (await NamesAsync(cdp, "loose")).ShouldBe(["email", "looseTea", "strictTea"]);
        await cdp.Consent.WithdrawAsync(Ada, "strict");
        (await NamesAsync(cdp, "loose")).ShouldBe(["email", "looseTea"], "what was collected for another purpose is seen while that one is permitted");
    }

    [Test]
    public async Task SoftOptIn_BeginsWithTheNoticeAtTheSale_AndEndsWithAnyRefusal()
    {
        await using var cdp = await OpenAsync();
        (await cdp.Consent.DecideAsync(Ada, "customers.letter")).Status.ShouldBe(ConsentStatus.NotAsked);
        await cdp.Consent.AskAsync(Ada, "customers.letter", "checkout: you may say no here and in every letter");
        var soft = await cdp.Consent.DecideAsync(Ada, "customers.letter");
        (soft.Allowed, soft.Reason).ShouldBe((true, ConsentReason.SoftOptIn));
        await cdp.Consent.ObjectAsync(Ada, "customers.letter");
        (await cdp.Consent.DecideAsync(Ada, "customers.letter")).Allowed.ShouldBeFalse();
        await cdp.Consent.AskAsync(Ada, "customers.letter");
        (await cdp.Consent.DecideAsync(Ada, "customers.letter")).Allowed.ShouldBeFalse("asking again heals no refusal");

        await cdp.Consent.AskAsync(Ada, "strict");
        (await cdp.Consent.DecideAsync(Ada, "strict")).Allowed.ShouldBeFalse("only where the host has set it");
    }

    [Test]
    public async Task SoftOptIn_IsRefused_WhereTheLawKnowsNone() =>
        (await Should.ThrowAsync<FirstPartyConfigurationException>(async () => await CustomerDataPlatform.OpenAsync(setup => setup
            .UseInMemory().Purpose("analytics", LawfulBasis.Consent, purpose => purpose with { SoftOptIn = true })))).Message.ShouldContain("13(2)");

    [Test]
    public async Task Decline_NeverWakesWhatWasHeldWhileItWasUnknown()
    {
        await using var cdp = await OpenAsync();
        _clock.Now = Noon.AddMinutes(1);
        await cdp.Consent.DenyAsync(Ada, "strict");
        (await IdentifyAtAsync(cdp, Noon, "m1")).Status.ShouldBe(EventStatus.Withheld, "held while unknown, then declined");

        _clock.Now = Noon.AddMinutes(2);
        var whileDenied = Noon.AddSeconds(90);
        _clock.Now = Noon.AddMinutes(3);
        await cdp.Consent.GrantAsync(Ada, "strict");
        (await IdentifyAtAsync(cdp, whileDenied, "m2")).Status.ShouldBe(EventStatus.Withheld, "it happened during the refusal");
        (await IdentifyAtAsync(cdp, Noon, "m3")).Status.ShouldBe(EventStatus.Accepted, "it was held while nobody knew, and then they agreed");
        (await IdentifyAtAsync(cdp, Noon.AddMinutes(3), "m4")).Status.ShouldBe(EventStatus.Accepted);
    }

    private static async Task IsHiddenAsync(CustomerDataPlatform cdp)
    {
        (await ReadAsync("clinic")).ShouldContain(Number[2..8]);
        (await ReadAsync("essential.service")).ShouldNotContain(Number[2..8]);

        async Task<string> ReadAsync(string purpose) =>
            string.Concat((await cdp.Profiles.EventsAsync(Ada, purpose)).Select(logged => System.Text.Encoding.UTF8.GetString(logged.Properties.ToUtf8().Span)));
    }

    private static ValueTask<EventOutcome> IdentifyAtAsync(CustomerDataPlatform cdp, DateTimeOffset at, string id) => cdp.IngestAsync(
        new IdentifyEvent { Identifiers = [Ada], MessageId = id, Timestamp = at, Traits = new Attributes { ["strictTea"] = id } });

    private static async Task<List<string>> NamesAsync(CustomerDataPlatform cdp, string purpose) =>
        [.. (await cdp.Profiles.FindAsync(Ada, purpose))!.Traits.Keys.Order(StringComparer.Ordinal)];

    private ValueTask<CustomerDataPlatform> OpenAsync() => CustomerDataPlatform.OpenAsync(setup => setup
        .UseInMemory()
        .UseTime(_clock)
        .Purpose("strict", LawfulBasis.Consent, purpose => purpose with { OwnDataOnly = true })
        .Purpose("loose", LawfulBasis.Consent)
        .Purpose("customers.letter", LawfulBasis.Consent, purpose => purpose with { DirectMarketing = true, SoftOptIn = true })
        .Purpose("invoicing", LawfulBasis.Contract, purpose => purpose with { NationalIdJustification = "Invoices need a secure identification." })
        .Purpose("care", LawfulBasis.Contract, purpose => purpose with { Article9Ground = Article9Ground.HealthOrSocialCare })
        .Purpose("clinic", LawfulBasis.Contract, purpose => purpose with
        {
            Article9Ground = Article9Ground.HealthOrSocialCare, NationalIdJustification = "Mistaken identity endangers patients.",
        })
        .Taxonomy(data => data
            .Trait("strictTea", DataKind.Qualitative, purpose: "strict")
            .Trait("looseTea", DataKind.Qualitative, purpose: "loose")
            .Trait("motto", DataKind.Qualitative)
            .Event("Note Left", DataKind.Qualitative)));
}
