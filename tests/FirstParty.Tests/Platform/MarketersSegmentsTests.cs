using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>What marketers ask for, from the event that comes in to the membership that comes out; and the tools around it.</summary>
public sealed class MarketersSegmentsTests
{
    private static readonly DateTimeOffset Now = Person.Now;
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Ben = Identifier.UserId("ben");

    private static ValueTask<CustomerDataPlatform> OpenAsync(TimeProvider clock, Action<FirstPartyBuilder> more) => CustomerDataPlatform.OpenAsync(setup =>
    {
        setup.UseInMemory().UseTime(clock).Purpose("marketing", LawfulBasis.Consent).Source("form", Party.Zero)
            .Taxonomy(data => data.UnknownKeys(UnknownKeyPolicy.Accept, Sensitivity.Personal));
        more(setup);
    });

    [Test]
    public async Task MoreThanThreeSupportQuestionsInTheFirstThirtyDays()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup
            .Segment("early-support-heavy", Rule.Count("Support Ticket Opened").InFirst(TimeSpan.FromDays(30)).MoreThan(3)));
        foreach (var (who, days) in new[] { (Ada, new[] { 1, 5, 9, 29 }), (Ben, [1, 5, 9, 30]) })
        {
            await DidAsync(cdp, who, "Signed Up", 100);
            foreach (var day in days)
            {
                await DidAsync(cdp, who, "Support Ticket Opened", 100 - day);
            }
        }

        (await MembersAsync(cdp, "early-support-heavy")).ShouldBe([ProfileId.Of(Ada)]);
    }

    [Test]
    public async Task AnsweredASurvey_AndIsOfferedAnUpsellUntilItWasOffered()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup
            .Segment("answered", Rule.Event("Survey Answered").Where(Rule.Property("surveyId").EqualTo("nps-2026")).AtLeastOnce())
            .Segment("to-upsell", Rule.InSegment("answered")
                & Rule.Sequence("Survey Answered", Rule.Property("score").AtLeast(9)).Then("Page Viewed").Without("Upsell Offered").Over(TimeSpan.FromDays(14)).AtLeastOnce()));
        foreach (var (who, score) in new[] { (Ada, 10), (Ben, 6) })
        {
            await DidAsync(cdp, who, "Survey Answered", 3, new() { ["surveyId"] = "nps-2026", ["score"] = score });
            await cdp.PageAsync(who);
        }

        (await MembersAsync(cdp, "answered")).Count.ShouldBe(2);
        (await MembersAsync(cdp, "to-upsell")).ShouldBe([ProfileId.Of(Ada)]);
        await cdp.TrackAsync(Ada, "Upsell Offered");
        (await MembersAsync(cdp, "to-upsell")).ShouldBeEmpty();
    }

    [Test]
    public async Task ViewedAProductInFourteenDaysWithoutBuying()
    {
        var clock = new RingingClock(Now);
        await using var cdp = await OpenAsync(clock, setup => setup.Segment("viewed-x-no-purchase",
            Rule.Event("Product Viewed").Where(Rule.Property("productId").EqualTo("X")).Over(TimeSpan.FromDays(14)).AtLeastOnce()
            & Rule.Event("Order Completed").Over(TimeSpan.FromDays(14)).Never()));
        await cdp.TrackAsync(Ada, "Product Viewed", new() { ["productId"] = "X" });
        await cdp.TrackAsync(Ben, "Product Viewed", new() { ["productId"] = "X" });
        await cdp.TrackAsync(Ben, "Order Completed");

        (await MembersAsync(cdp, "viewed-x-no-purchase")).ShouldBe([ProfileId.Of(Ada)]);
        clock.Advance(TimeSpan.FromDays(15));
        (await MembersAsync(cdp, "viewed-x-no-purchase")).ShouldBeEmpty();
    }

    [Test]
    public async Task LoyalCustomersByRfm_OnceTheirFifthsWereMeasured()
    {
        var rule = (RfmRule)Rule.Rfm("Order Completed", "total", null, new() { AtLeast = 4 }, new() { AtLeast = 4 }, new() { AtLeast = 4 });
        RfmScale scale;
        var orders = Enumerable.Range(1, 10).SelectMany(customer => Enumerable.Range(0, customer).Select(order => (CustomerEvent)new TrackEvent
        {
            MessageId = $"{customer}-{order}", Name = "Order Completed", Identifiers = [Identifier.UserId($"c{customer}")],
            Timestamp = Now.AddDays(-(11 - customer) - order), Properties = new() { ["total"] = 10 * customer },
        })).ToList();
        await using (var cdp = await OpenAsync(new RingingClock(Now), setup => setup.Segment("loyal", rule)))
        {
            await cdp.IngestAsync(orders);
            (await cdp.Segments.CountAsync("loyal")).ShouldBe(0, "nobody has measured the fifths");
            scale = (await cdp.Segments.MeasureRfmAsync(rule)).ShouldNotBeNull();
        }

        await using (var cdp = await OpenAsync(new RingingClock(Now), setup => setup.Segment("loyal", rule).RfmScale(rule, scale)))
        {
            await cdp.IngestAsync(orders);

            // Of ten customers the upper two fifths of each measure: those who ordered most, latest and for most.
            (await MembersAsync(cdp, "loyal")).ShouldBe(Enumerable.Range(7, 4).Select(customer => ProfileId.Of(Identifier.UserId($"c{customer}"))), ignoreOrder: true);
        }
    }

    [Test]
    public async Task FiveAudiencesFromThreeFactors_ThroughComputedTraits()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup
            .ComputedTrait(new ComputedTrait("orders", new EventFigure(["Order Completed"], EventNumber.Count)))
            .ComputedTrait(new ComputedTrait("spent", new EventFigure(["Order Completed"], EventNumber.Sum, "total")))
            .ComputedTrait(new ComputedTrait("recentOrders", new EventFigure(["Order Completed"], EventNumber.Count, within: new EventWindow.Last(TimeSpan.FromDays(60)))))
            .Segment("champions", Rule.Trait("recentOrders").AtLeast(1) & Rule.Trait("orders").AtLeast(3) & Rule.Trait("spent").AtLeast(1_000))
            .Segment("promising", Rule.Trait("recentOrders").AtLeast(1) & !Rule.InSegment("champions"))
            .Segment("slipping", Rule.Trait("recentOrders").EqualTo(0) & Rule.Trait("orders").AtLeast(3) & Rule.Trait("spent").AtLeast(1_000))
            .Segment("lost", Rule.Trait("recentOrders").EqualTo(0) & Rule.Trait("orders").AtLeast(1) & !Rule.InSegment("slipping"))
            .Segment("prospects", Rule.Trait("orders").EqualTo(0)));
        async Task<string> OfAsync(string name, params (int DaysAgo, int Total)[] bought)
        {
            var who = Identifier.UserId(name);
            await DidAsync(cdp, who, "Signed Up", 300);
            foreach (var (daysAgo, total) in bought)
            {
                await DidAsync(cdp, who, "Order Completed", daysAgo, new() { ["total"] = total });
            }

            return (await cdp.Profiles.FindAsync(who, "essential.service"))!.Segments.Single();
        }

        (await OfAsync("a", (1, 500), (20, 300), (40, 200))).ShouldBe("champions");
        (await OfAsync("b", (1, 5_000))).ShouldBe("promising");
        (await OfAsync("c", (61, 500), (80, 300), (90, 200))).ShouldBe("slipping");
        (await OfAsync("d", (200, 50))).ShouldBe("lost");
        (await OfAsync("e")).ShouldBe("prospects");
    }

    [Test]
    public async Task Preview_CountsADefinition_BeforeItIsSaved()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup.Segment("buyers", Rule.Count("Order Completed").AtLeast(1)));
        await cdp.TrackAsync(Ada, "Order Completed", new() { ["total"] = 70 });
        await cdp.TrackAsync(Ben, "Order Completed", new() { ["total"] = 30 });

        var preview = await cdp.Segments.PreviewAsync(new SegmentDefinition
        {
            Id = "tried", When = Rule.InSegment("buyers") & Rule.Sum("Order Completed", "total").MoreThan(50),
        });

        (preview.People, preview.Members, preview.Withheld).ShouldBe((2, 1, 0));
        preview.Sample.ShouldBe([ProfileId.Of(Ada)]);
        cdp.Segments.Definitions.Select(definition => definition.Id).ShouldBe(["buyers"]);
        Should.Throw<ArgumentException>(() => cdp.Segments.PreviewAsync(new SegmentDefinition { Id = "tried", When = Rule.InSegment("buyer") }).AsTask())
            .Message.ShouldContain("Did you mean \"buyers\"?");
    }

    [Test]
    public async Task Backtest_TellsWhoWouldHaveEnteredLastMonth()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup.Segment("busy", Rule.Count("Order Completed").Over(TimeSpan.FromDays(7)).AtLeast(3)));
        foreach (var daysAgo in new[] { 20, 16, 2 })
        {
            await DidAsync(cdp, Ada, "Order Completed", daysAgo);
        }

        await DidAsync(cdp, Ben, "Order Completed", 3);
        var changed = new SegmentDefinition { Id = "busy", When = Rule.Count("Order Completed").Over(TimeSpan.FromDays(7)).AtLeast(2) };
        var changes = new List<SegmentChange>();
        await foreach (var change in cdp.Segments.BacktestAsync(changed, Now.AddDays(-30), Now))
        {
            changes.Add(change);
        }

        changes.Select(change => (change.Profile, change.Transition, change.At)).ShouldBe(
        [
            (ProfileId.Of(Ada), SegmentTransition.Entered, Now.AddDays(-16)),
            (ProfileId.Of(Ada), SegmentTransition.Exited, Now.AddDays(-13).AddTicks(1)),
        ]);
    }

    [Test]
    public async Task Explain_ShowsEvidenceConsentAndTheNextFlip_AlsoOfThePast()
    {
        var clock = new RingingClock(Now);
        await using var cdp = await OpenAsync(clock, setup => setup
            .Taxonomy(data => data.Event("Tea Tasted", DataKind.Quantitative, purpose: "marketing"))
            .Segment("tasters", Rule.Count("Tea Tasted").Over(TimeSpan.FromDays(10)).AtLeast(1), "marketing"));
        var granted = await cdp.Consent.GrantAsync(Ada, "marketing", evidence: "form v3");
        clock.Advance(TimeSpan.FromDays(1));
        await cdp.TrackAsync(Ada, "Tea Tasted");
        clock.Advance(TimeSpan.FromDays(20));

        var now = (await cdp.Segments.ExplainAsync(Ada, "tasters")).ShouldNotBeNull();
        var then = (await cdp.Segments.ExplainAsync(Ada, "tasters", Now.AddDays(2))).ShouldNotBeNull();
        var before = (await cdp.Segments.ExplainAsync(Ada, "tasters", Now.AddHours(1))).ShouldNotBeNull();

        (now.Holds, then.Holds, before.Holds).ShouldBe((false, true, false));
        then.NextFlip.ShouldBe(Now.AddDays(11).AddTicks(1));
        var evidence = then.Parts.Single().Evidence.ShouldHaveSingleItem();
        (evidence.Name, evidence.OccurredAt, evidence.ConsentSequence).ShouldBe(("Tea Tasted", Now.AddDays(1), granted.Sequence));
    }

    [Test]
    public async Task Audit_FindsNothing_WhenLiveAndRecomputedAgree()
    {
        await using var cdp = await OpenAsync(new RingingClock(Now), setup => setup
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1)).Segment("asked", Rule.HasTrait("country"), "marketing"));
        await cdp.TrackAsync(Ada, "Order Completed");
        await cdp.IdentifyAsync(Ben, new() { ["country"] = "SE" });

        var audit = await cdp.Segments.AuditAsync();

        (audit.People, audit.BySql, audit.Differences.Count).ShouldBe((2, false, 0));
        audit.Members.ShouldBe(new Dictionary<string, long> { ["buyers"] = 1, ["asked"] = 0 });
    }

    private static async Task DidAsync(CustomerDataPlatform cdp, Identifier who, string name, int daysAgo, Attributes? properties = null) =>
        (await cdp.IngestAsync(new TrackEvent { Name = name, Identifiers = [who], Timestamp = Now.AddDays(-daysAgo), Properties = properties ?? [] }))
            .Status.ShouldBe(EventStatus.Accepted);

    private static async Task<List<ProfileId>> MembersAsync(CustomerDataPlatform cdp, string segment)
    {
        var members = new List<ProfileId>();
        await foreach (var membership in cdp.Segments.MembersAsync(segment))
        {
            members.Add(membership.Profile);
        }

        return members;
    }
}
