using FirstParty.Consent;
using FirstParty.Consent.Signals;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

public sealed class StraightLineTests
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    private static ValueTask<CustomerDataPlatform> OpenAsync(Action<FirstPartyBuilder>? more = null) => CustomerDataPlatform.OpenAsync(setup =>
    {
        setup
            .Purpose("personalisation", LawfulBasis.Consent)
            .Source("web", Party.First)
            .Source("preference-centre", Party.Zero)
            .Taxonomy(data => data
                .Trait("favouriteTea", DataKind.Qualitative, purpose: "personalisation")
                .Event("Order Completed", DataKind.Quantitative))
            .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500))
            .Segment("tea-regulars", purpose: "personalisation", rule: Rule.All(
                Rule.HasTrait("favouriteTea"),
                Rule.Count("Order Completed").Over(TimeSpan.FromDays(30)).AtLeast(3)));
        more?.Invoke(setup);
        if (!setup.HasStorage)
        {
            setup.UseInMemory();
        }
    });

    [Test]
    public async Task Profile_ShowsWhatThePurposeMaySee_AfterTheWholeLine()
    {
        await using var cdp = await OpenAsync();
        (await cdp.Consent.GrantAsync(Ada, "personalisation", evidence: "checkout form v3")).Sequence.ShouldBeGreaterThanOrEqualTo(0);
        var identified = await cdp.From("preference-centre").IdentifyAsync(Ada, new() { ["email"] = "ada@example.com", ["favouriteTea"] = "Sencha" });
        identified.Status.ShouldBe(EventStatus.Accepted);
        for (var i = 0; i < 3; i++)
        {
            (await cdp.TrackAsync(Ada, "Order Completed", new() { ["total"] = 200 })).Status.ShouldBe(EventStatus.Accepted);
        }

        var profile = (await cdp.Profiles.FindAsync(Ada, "personalisation")).ShouldNotBeNull();

        profile["favouriteTea"]!.AsString().ShouldBe("Sencha");
        profile.Traits["favouriteTea"].Party.ShouldBe(Party.Zero);
        profile.Traits["favouriteTea"].ConsentSequence.ShouldNotBeNull();
        profile.Segments.ShouldBe(["big-spenders", "tea-regulars"]);
        (await cdp.Segments.CountAsync("tea-regulars")).ShouldBe(1);
    }

    [Test]
    public async Task Withdrawal_BindsReadsSegmentsAndIngest_AtOnce()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Ada, "personalisation");
        await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Sencha" });
        await cdp.Consent.WithdrawAsync(Ada, "personalisation");

        var profile = (await cdp.Profiles.FindAsync(Ada, "personalisation")).ShouldNotBeNull();
        profile.Traits.ShouldBeEmpty();
        profile.Withheld.ShouldBe(1);
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Traits.ShouldNotContainKey("favouriteTea");
        (await cdp.IdentifyAsync(Ada, new() { ["favouriteTea"] = "Assam" })).Status.ShouldBe(EventStatus.Withheld);
    }

    [Test]
    public async Task Events_AreShown_OnlyToThePurposesThatMaySeeThem()
    {
        await using var cdp = await OpenAsync(setup => setup.Source("shop", Party.First));
        await cdp.Consent.GrantAsync(Ada, "personalisation");
        await cdp.From("shop").PageAsync(Ada, new() { ["path"] = "/cases/fjord" });
        await cdp.From("shop").PageAsync(Ada, new() { ["path"] = "/care/insulin" });

        (await cdp.Privacy.ExportAsync(Ada))!.Events.Length.ShouldBe(2);
        (await cdp.Profiles.EventsAsync(Ada, "personalisation")).ShouldHaveSingleItem().Properties["path"].AsString().ShouldBe("/cases/fjord");
        await cdp.Consent.WithdrawAsync(Ada, "personalisation");
        (await cdp.Profiles.EventsAsync(Ada, "personalisation")).ShouldBeEmpty();
        (await cdp.Profiles.EventsAsync(Identifier.UserId("nobody"), "personalisation")).ShouldBeEmpty();
    }

    [Test]
    public async Task Ingest_CountsAMessageOnce_AndNamesAReusedId()
    {
        await using var cdp = await OpenAsync();
        var order = new TrackEvent { Name = "Order Completed", MessageId = "m1", Identifiers = [Ada], Properties = new() { ["total"] = 600 } };
        (await cdp.IngestAsync(order)).Status.ShouldBe(EventStatus.Accepted);
        (await cdp.IngestAsync(order)).Status.ShouldBe(EventStatus.Duplicate);
        var reused = await cdp.IngestAsync(order with { Properties = new() { ["total"] = 1 } });
        (reused.Status, reused.Reason).ShouldBe((EventStatus.Rejected, EventReason.MessageIdReused));
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(1);
    }

    [Test]
    public async Task Login_GivesAnonymousHistoryToThePerson()
    {
        await using var cdp = await OpenAsync();
        var browser = Identifier.AnonymousId("b-1");
        await cdp.From("web").PageAsync(browser);
        await cdp.LinkAsync(browser, Ada);
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(1);
        (await cdp.Profiles.CountAsync()).ShouldBe(1);
    }

    [Test]
    public async Task Erase_ForgetsThePerson_AndRefusesWhatComesLate()
    {
        await using var cdp = await OpenAsync();
        await cdp.IdentifyAsync(Ada, new() { ["email"] = "ada@example.com" });
        var late = new TrackEvent { Name = "Order Completed", Identifiers = [Ada], Timestamp = cdp.Time.GetUtcNow() };
        (await cdp.Privacy.EraseAsync(Ada)).Events.ShouldBe(1);
        (await cdp.Profiles.FindAsync(Ada, "essential.service")).ShouldBeNull();
        var outcome = await cdp.IngestAsync(late);
        (outcome.Status, outcome.Reason).ShouldBe((EventStatus.Rejected, EventReason.Erased));
    }

    [Test]
    public async Task Replay_ReleasesWhatTheTaxonomyKnowsByNow_AndKeepsTheRest()
    {
        var storage = new KeptStorage();
        await using (var before = await OpenAsync(setup => setup.UseStorage(_ => storage)))
        {
            (await before.TrackAsync(Ada, "Tea Brewed", new() { ["cups"] = 2 })).Status.ShouldBe(EventStatus.Quarantined);
            (await before.TrackAsync(Ada, "Kettle Descaled")).Status.ShouldBe(EventStatus.Quarantined);
            (await before.ReplayQuarantineAsync()).ShouldBe(0);
        }

        await using var after = await OpenAsync(setup => setup
            .UseStorage(_ => storage).Taxonomy(data => data.Event("Tea Brewed", DataKind.Quantitative)));
        (await after.ReplayQuarantineAsync()).ShouldBe(1);
        (await after.ReplayQuarantineAsync()).ShouldBe(0);
        (await after.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(1);
    }

    [Test]
    public async Task Gpc_OptsOutOfWhatItSpeaksOf_AndVerifyFindsTheLogIntact()
    {
        await using var cdp = await OpenAsync(setup => setup.Purpose(StandardPurposes.DataSell));
        (await cdp.Consent.DecideAsync(Ada, "data.sell")).Allowed.ShouldBeTrue();
        var signal = new SignalReader([.. cdp.Purposes]).ReadGpc("1").ShouldNotBeNull();
        (await cdp.Consent.RecordAsync(Ada, signal)).ShouldNotBeEmpty();
        (await cdp.Consent.DecideAsync(Ada, "data.sell")).Status.ShouldBe(ConsentStatus.OptedOut);
        (await cdp.Consent.VerifyAsync()).IsIntact.ShouldBeTrue();
    }
}
