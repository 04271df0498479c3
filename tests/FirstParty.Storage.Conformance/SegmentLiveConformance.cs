using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance;

/// <summary>Segments as they live in a running platform over a back end: on time, changed by what touches them, told to those who follow.</summary>
[CancelAfter(600_000)]
public abstract class SegmentLiveConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Device = Identifier.AnonymousId("a-1");

    /// <summary>How many generated worlds the law is tried in.</summary>
    protected virtual int Worlds => 40;

    [Test]
    public async Task Membership_EndsWithItsWindow_WithoutASweepOrACall()
    {
        using var backend = new TBackend();
        var clock = new RingingClock(Person.Now);
        await using var cdp = await OpenAsync(backend, clock, setup => setup.Segment("recent", Rule.Count("Ordered").Over(TimeSpan.FromDays(30)).AtLeast(1)));
        await FollowsDefinitionsAsync(cdp);
        await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
        await cdp.TrackAsync(Ada, "Ordered");

        var entered = await NextAsync(feed);
        entered.ShouldBe(new SegmentChange(entered.Profile, "recent", SegmentTransition.Entered, Person.Now, SegmentChangeCause.Fact, entered.Fact));
        entered.Fact.ShouldNotBeNull();
        clock.Advance(TimeSpan.FromDays(31));
        (await NextAsync(feed)).ShouldBe(new SegmentChange(
            entered.Profile, "recent", SegmentTransition.Exited, Person.Now.AddDays(30).AddTicks(1), SegmentChangeCause.Time));
    }

    [Test]
    public async Task Window_MovesWithALateEvent_ByWhenItHappened()
    {
        using var backend = new TBackend();
        var clock = new RingingClock(Person.Now);
        await using var cdp = await OpenAsync(backend, clock, setup => setup.Segment("twice", Rule.Count("Ordered").Over(TimeSpan.FromDays(30)).AtLeast(2)));
        await FollowsDefinitionsAsync(cdp);
        await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
        await cdp.TrackAsync(Ada, "Ordered");
        await cdp.IngestAsync(new TrackEvent { Name = "Ordered", Identifiers = [Ada], Timestamp = Person.Now.AddDays(-20) }, Token);

        (await NextAsync(feed)).Transition.ShouldBe(SegmentTransition.Entered);
        clock.Advance(TimeSpan.FromDays(11));
        (await NextAsync(feed)).At.ShouldBe(Person.Now.AddDays(10).AddTicks(1));
    }

    [Test]
    public async Task Cause_IsIdentity_WhenPeopleAreMergedAndParted()
    {
        using var backend = new TBackend();
        await using var cdp = await OpenAsync(backend, new RingingClock(Person.Now), setup => setup
            .Segment("twice", Rule.Count("Ordered").AtLeast(2)).Segment("any", Rule.Count("Ordered").AtLeast(1)));
        await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
        await cdp.TrackAsync(Ada, "Ordered");
        await cdp.TrackAsync(Device, "Ordered");
        (await NextAsync(feed)).Cause.ShouldBe(SegmentChangeCause.Fact);
        (await NextAsync(feed)).Cause.ShouldBe(SegmentChangeCause.Fact);
        var link = (await cdp.Profiles.LinkAsync(Ada, Device)).Act;
        var merged = new[] { await NextAsync(feed), await NextAsync(feed) };
        merged.Select(change => (change.Segment, change.Transition, change.Cause)).ShouldBe(
            [("twice", SegmentTransition.Entered, SegmentChangeCause.Identity), ("any", SegmentTransition.Exited, SegmentChangeCause.Identity)], ignoreOrder: true);
        await cdp.Profiles.RetractAsync([link]);
        var parted = new[] { await NextAsync(feed), await NextAsync(feed) };
        parted.Select(change => (change.Segment, change.Transition, change.Cause)).ShouldBe(
            [("twice", SegmentTransition.Exited, SegmentChangeCause.Identity), ("any", SegmentTransition.Entered, SegmentChangeCause.Identity)], ignoreOrder: true);
    }

    [Test]
    public async Task Cause_IsIdentity_WhenAnEventMerges()
    {
        using var backend = new TBackend();
        await using var cdp = await OpenAsync(backend, new RingingClock(Person.Now), setup => setup.Segment("twice", Rule.Count("Ordered").AtLeast(2)));
        await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
        await cdp.TrackAsync(Ada, "Ordered");
        await cdp.TrackAsync(Device, "Ordered");
        await cdp.IngestAsync(new IdentifyEvent { Identifiers = [Ada, Device], Strength = AssertionStrength.Verified }, Token);

        (await NextAsync(feed)).Cause.ShouldBe(SegmentChangeCause.Identity);
    }

    [Test]
    public async Task Changes_ComeAgain_WhenTheLoopWasLeftInTheMidstOfOne()
    {
        using var backend = new TBackend();
        await using var cdp = await OpenAsync(backend, new RingingClock(Person.Now), setup => setup.Segment("buyers", Rule.Count("Ordered").AtLeast(1)));
        for (var i = 0; i < 5; i++)
        {
            await cdp.TrackAsync(Identifier.UserId($"u{i}"), "Ordered");
        }

        var all = await cdp.Segments.ChangesAsync(0, 10, Token);
        var seen = new List<SegmentChange>();
        await foreach (var change in cdp.Segments.ChangesAsync("mailer", Token))
        {
            seen.Add(change);
            if (seen.Count == 3)
            {
                break;
            }
        }

        seen.ShouldBe(all.Take(3).Select(recorded => recorded.Change));
        (await cdp.Segments.CursorAsync("mailer", Token)).ShouldBe(all[1].Sequence, "the third was not dealt with");
        await foreach (var change in cdp.Segments.ChangesAsync("mailer", Token))
        {
            change.ShouldBe(all[2].Change);
            break;
        }

        await cdp.Segments.AcknowledgeAsync("mailer", all[4].Sequence, Token);
        await cdp.Segments.AcknowledgeAsync("mailer", all[0].Sequence, Token);
        (await cdp.Segments.CursorAsync("mailer", Token)).ShouldBe(all[4].Sequence);
    }

    [Test]
    public async Task Changes_HaveNoGaps_WhenManyWriteAtOnce()
    {
        using var backend = new TBackend();
        await using var cdp = await OpenAsync(backend, new RingingClock(Person.Now), setup => setup.Segment("buyers", Rule.Count("Ordered").AtLeast(1)));
        var followed = new List<SegmentChange>();
        var following = FollowAsync(cdp, followed, 200);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => cdp.TrackAsync(Identifier.UserId($"u{i}"), "Ordered").AsTask()));
        await following;

        followed.ShouldBe((await cdp.Segments.ChangesAsync(0, 500, Token)).Select(recorded => recorded.Change));
        followed.Select(change => change.Profile).Distinct().Count().ShouldBe(200);
    }

    [Test]
    public async Task Report_SaysHowManyAreWithheld_AndWhy()
    {
        using var backend = new TBackend();
        await using var cdp = await OpenAsync(backend, new RingingClock(Person.Now), setup => setup.Segment("drinkers", Rule.HasTrait("country"), "marketing"));
        foreach (var name in new[] { "granted", "denied", "withdrawn", "silent" })
        {
            await cdp.IdentifyAsync(Identifier.UserId(name), new() { ["country"] = "SE" });
        }

        await cdp.Consent.GrantAsync(Identifier.UserId("granted"), "marketing");
        await cdp.Consent.DenyAsync(Identifier.UserId("denied"), "marketing");
        await cdp.Consent.GrantAsync(Identifier.UserId("withdrawn"), "marketing");
        await cdp.Consent.WithdrawAsync(Identifier.UserId("withdrawn"), "marketing");
        var report = await cdp.Segments.ReportAsync("drinkers", Token);

        (report.People, report.Members, report.Withheld).ShouldBe((4, 1, 3));
        report.WithheldBecause.OrderBy(reason => reason.Key).Select(reason => (reason.Key, reason.Value)).ShouldBe(
            [(ConsentStatus.NotAsked, 1), (ConsentStatus.Denied, 1), (ConsentStatus.Withdrawn, 1)]);
        (await cdp.Segments.CountAsync("drinkers", Token)).ShouldBe(1);
    }

    /// <summary>Law 7: whatever happens, in whatever order, what is stored is what a look at everybody finds, by SQL where the back end has it.</summary>
    [Test]
    public async Task Live_EqualsRecomputed_ForGeneratedRulesAndHistories()
    {
        for (var world = 0; world < Worlds; world++)
        {
            var seed = Chance.World(world);
            var source = new RuleSource(seed);
            using var backend = new TBackend();
            var clock = new RingingClock(Person.Now);
            var set = source.Set();
            await using var cdp = await OpenAsync(backend, clock, setup => set.Definitions.ToList().ForEach(definition => setup.Segment(definition)));
            for (var step = 0; step < 12; step++)
            {
                var did = await StepAsync(cdp, source, clock);
                var audit = await cdp.Segments.AuditAsync(Token);
                audit.Differences.ShouldBeEmpty(
                    $"seed {seed}, step {step} ({did}): {string.Join("\n", audit.Differences.Select(difference => $"{difference} {SegmentJson.Write(set[difference.Segment])}"))}");
            }
        }
    }

    protected static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    protected static ValueTask<CustomerDataPlatform> OpenAsync(StorageBackend backend, TimeProvider clock, Action<FirstPartyBuilder> more) =>
        CustomerDataPlatform.OpenAsync(setup =>
        {
            setup
                .UseStorage(_ => backend.Create())
                .UseTime(clock)
                .Purpose("marketing", LawfulBasis.Consent)
                .Purpose("analytics", LawfulBasis.LegitimateInterests)
                .Source("web", Party.First)
                .Source("form", Party.Zero)
                .Taxonomy(data => data.UnknownKeys(UnknownKeyPolicy.Accept, Sensitivity.Personal));
            more(setup);
        });

    /// <summary>Waits until the look at everybody that every start begins with is over: it would see the clock advanced first.</summary>
    protected static async Task FollowsDefinitionsAsync(CustomerDataPlatform cdp)
    {
        while ((await cdp.Segments.ProgressAsync(Token)).Pending.Count > 0)
        {
            await Task.Yield();
        }
    }

    protected static async Task<SegmentChange> NextAsync(IAsyncEnumerator<SegmentChange> feed)
    {
        (await feed.MoveNextAsync()).ShouldBeTrue();
        return feed.Current;
    }

    private static async Task FollowAsync(CustomerDataPlatform cdp, List<SegmentChange> followed, int count)
    {
        await foreach (var change in cdp.Segments.ChangesAsync("follower", Token))
        {
            followed.Add(change);
            if (followed.Count == count)
            {
                break;
            }
        }
    }

    private static async Task<string> StepAsync(CustomerDataPlatform cdp, RuleSource source, RingingClock clock)
    {
        var who = source.Pick(Ada, Identifier.UserId("ben"), Device, Identifier.AnonymousId("a-2"));
        switch (source.Next(9))
        {
            case 0:
                await cdp.From(source.Pick("web", "form")).IdentifyAsync(who, new() { [source.Pick(RuleSource.Traits)] = source.Value(), ["timezone"] = "Asia/Tokyo" });
                return "identify";
            case 1:
                await cdp.Consent.GrantAsync(who, "marketing");
                return "grant";
            case 2:
                await cdp.Consent.WithdrawAsync(who, source.Pick("marketing", "analytics"));
                return "withdraw";
            case 3:
                clock.Advance(TimeSpan.FromHours(12 * (1 + source.Next(6))));
                return "time";
            case 4:
                await cdp.IngestAsync(new IdentifyEvent { Identifiers = [who, source.Pick(Ada, Identifier.AnonymousId("a-2"))], Strength = AssertionStrength.Verified });
                return "merge";
            case 5:
                await cdp.IngestAsync(new TrackEvent
                {
                    Name = source.Pick(RuleSource.Events), Identifiers = [who], Properties = source.Bag(),
                    Timestamp = clock.GetUtcNow() - TimeSpan.FromHours(12 * source.Next(20)),
                });
                return "late event";
            default:
                await cdp.TrackAsync(who, source.Pick(RuleSource.Events), source.Bag());
                return "event";
        }
    }
}
