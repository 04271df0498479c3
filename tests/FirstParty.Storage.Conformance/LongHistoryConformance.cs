using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Storage.Conformance;

/// <summary>
/// People whose histories are too long to be read along with what touches them are looked at after the commit: late or not, they end as everybody does.
/// </summary>
[CancelAfter(600_000)]
public abstract class LongHistoryConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly Identifier Ada = Identifier.UserId("u1");
    private static readonly Identifier Tablet = Identifier.AnonymousId("d1");

    /// <summary>How many sets of facts the laws are tried on.</summary>
    protected virtual int Tries => 4;

    /// <summary>With a look after each fact, the changes are the same too: to the instant, the cause and the fact.</summary>
    [Test]
    public void ALookAfterEachFact_TellsWhatOneInTheActTells() => Check(async (facts, random) =>
    {
        await using var atOnce = await OpenAsync(int.MaxValue);
        await using var later = await OpenAsync(1);
        var (seen, seenLater) = (0L, 0L);
        foreach (var step in Steps(facts, random))
        {
            await step(atOnce.Platform);
            await step(later.Platform);
            await later.Platform.Segments.RefreshAsync(Token);
            (var told, seen) = await ToldAsync(atOnce.Platform, seen);
            (var toldLater, seenLater) = await ToldAsync(later.Platform, seenLater);
            toldLater.ShouldBe(told, ignoreOrder: true);
        }

        (await LawSnapshot.OfAsync(later.Platform)).ShouldBe(await LawSnapshot.OfAsync(atOnce.Platform));
    });

    /// <summary>However many facts one look is for, what it leads to is the same, and it is what a rebuild makes of the facts.</summary>
    [Test]
    public void ALookNowAndThen_LeadsWhereOneInTheActLeads() => Check(async (facts, random) =>
    {
        await using var atOnce = await OpenAsync(int.MaxValue);
        await using var later = await OpenAsync(random.Next(1, 4));
        foreach (var step in Steps(facts, random))
        {
            await step(atOnce.Platform);
            await step(later.Platform);
            if (random.Next(4) == 0)
            {
                await later.Platform.Segments.RefreshAsync(Token);
            }
        }

        var expected = await LawSnapshot.OfAsync(atOnce.Platform);
        (await LawSnapshot.OfAsync(later.Platform)).ShouldBe(expected);
        (await NetAsync(later.Platform)).ShouldBe(await NetAsync(atOnce.Platform), ignoreOrder: true);
        await later.Platform.RebuildAsync(Token);
        (await LawSnapshot.OfAsync(later.Platform)).ShouldBe(expected);
    });

    [Test]
    public async Task InTheGap_ReadsOfThePersonJudgeTheFacts_AndListsTakeTheLookFirst()
    {
        using var backend = new TBackend();
        await using var cdp = await LawWorld.OpenAsync(backend.Create(), longHistory: 1);
        await cdp.IngestAsync([Order(Ada, 1), Order(Ada, 2)], Token);
        (await cdp.Segments.ChangesAsync(0, 9, Token)).ShouldBeEmpty("nobody has looked yet");
        (await cdp.Profiles.FindAsync(Ada, LawWorld.Service, Token))!.Segments.ShouldBe(["buyers", "quick", "recent", "silent"], ignoreOrder: true);
        (await cdp.Segments.CountAsync("recent", Token)).ShouldBe(1);
        (await cdp.Segments.ChangesAsync(0, 9, Token)).Count.ShouldBe(4);
    }

    [Test]
    public async Task WhatIsFoundLater_IsAsOfTheAct()
    {
        using var backend = new TBackend();
        var clock = new StoppedClock(LawWorld.Now);
        await using var cdp = await LawWorld.OpenAsync(backend.Create(), clock, longHistory: 1);
        await cdp.IngestAsync([Order(Ada, 1), Order(Tablet, 2), Order(Tablet, 3)], Token);
        await cdp.Segments.RefreshAsync(Token);
        var (_, seen) = await ToldAsync(cdp, 0);

        clock.Advance(TimeSpan.FromMinutes(1));
        await cdp.Profiles.LinkAsync(Ada, Tablet, cancellationToken: Token);
        clock.Advance(TimeSpan.FromMinutes(1));
        await cdp.Segments.RefreshAsync(Token);
        var (merged, _) = await ToldAsync(cdp, seen);
        merged.Select(change => (change.At, change.Cause)).Distinct().ShouldBe([(LawWorld.Now.AddMinutes(1), SegmentChangeCause.Identity)]);
        merged.Where(change => change.Transition == SegmentTransition.Entered).Select(change => change.Segment).ShouldContain("recent");
    }

    [Test]
    public async Task WhatOnlyTimeChangedSinceTheAct_IsOfTheTime()
    {
        using var backend = new TBackend();
        var clock = new StoppedClock(LawWorld.Now);
        await using var cdp = await LawWorld.OpenAsync(backend.Create(), clock, longHistory: 1);
        await cdp.IngestAsync([Order(Ada, 24), Order(Ada, 30)], Token);
        await cdp.Segments.RefreshAsync(Token);
        var (_, seen) = await ToldAsync(cdp, 0);
        await cdp.IngestAsync(Order(Ada, 25), Token);
        clock.Advance(TimeSpan.FromDays(7));
        await cdp.Segments.RefreshAsync(Token);
        var (told, _) = await ToldAsync(cdp, seen);
        told.Select(change => (change.Segment, change.Transition, change.At, change.Cause)).ShouldBe(
            [("recent", SegmentTransition.Exited, LawWorld.Now.AddHours(-25).AddDays(7).AddTicks(1), SegmentChangeCause.Time)]);
    }

    /// <summary>By itself: nobody asks.</summary>
    [Test]
    public async Task TheLookIsTaken_RightAfterTheCommit()
    {
        using var backend = new TBackend();
        await using var cdp = await LawWorld.OpenAsync(backend.Create(), new RingingClock(LawWorld.Now), longHistory: 1);
        await cdp.Segments.WhenCurrentAsync(Token);
        await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator(Token);
        await cdp.IngestAsync([Order(Ada, 1), Order(Ada, 2), Order(Identifier.UserId("u2"), 3), Order(Identifier.UserId("u2"), 4)], Token);
        var told = new List<(ProfileId, string)>();
        while (told.Count < 8)
        {
            (await feed.MoveNextAsync()).ShouldBeTrue();
            told.Add((feed.Current.Profile, feed.Current.Segment));
        }

        told.Distinct().Count().ShouldBe(8, "two people, four segments each, once");
    }

    /// <summary>Reading and judging a long history keeps nobody waiting but those who wait for it.</summary>
    [Test]
    public async Task WhileALookIsUnderWay_OthersAreTakenInAndLinkedAndParted()
    {
        using var backend = new TBackend();
        await using var storage = new HeldReads(backend.Create(), Ada);
        await using var cdp = await LawWorld.OpenAsync(storage, longHistory: 2);
        await cdp.IngestAsync([Order(Ada, 1), Order(Ada, 2), Order(Ada, 3)], Token);
        storage.Hold();
        var look = cdp.Segments.RefreshAsync(Token).AsTask();
        await storage.Begun.WaitAsync(Token);

        var other = Identifier.UserId("u2");
        (await cdp.IngestAsync(Order(other, 1), Token)).Status.ShouldBe(EventStatus.Accepted);
        await cdp.Profiles.LinkAsync(other, Tablet, cancellationToken: Token);
        await cdp.Profiles.SeparateAsync(other, Tablet, cancellationToken: Token);
        await cdp.Consent.GrantAsync(other, LawWorld.Personalisation, "a letter", Token);
        (await cdp.Segments.ChangesAsync(0, 9, Token)).Select(told => told.Change.Segment).Distinct()
            .ShouldBe(["buyers", "silent"], ignoreOrder: true, "of the other, and nothing of who is being looked at");
        look.IsCompleted.ShouldBeFalse();

        storage.Release();
        await look;
        (await cdp.Segments.MembersAsync("recent", Token).ToListAsync(Token)).Count.ShouldBe(1);
    }

    /// <summary>Whatever happens between reading a long history and writing what it came to: no fact is missed, and none counts twice.</summary>
    [Test]
    public void WhatComesWhileALookIsUnderWay_IsNotMissed([Values] Happening what) => LawCheck.Run(1, 24, async (facts, random) =>
    {
        using var backend = new TBackend();
        await using var storage = new HeldReads(backend.Create(), Ada);
        await using var cdp = await LawWorld.OpenAsync(storage, longHistory: 1);
        await using var atOnce = await OpenAsync(int.MaxValue);
        CustomerDataPlatform[] both = [cdp, atOnce.Platform];
        foreach (var platform in both)
        {
            await platform.IngestAsync([Order(Ada, 24), Page(Ada, 30), Order(Tablet, 40)], Token);
        }

        storage.Hold();
        var look = cdp.Segments.RefreshAsync(Token).AsTask();
        await storage.Begun.WaitAsync(Token);
        var (further, seed) = (facts.Take(random.Next(3)).ToArray(), random.Next());
        foreach (var platform in both)
        {
            await HappenAsync(platform, what);
            foreach (var step in Steps(further, new Random(seed)))
            {
                await step(platform);
            }
        }

        storage.Release();
        await look;
        (await LawSnapshot.OfAsync(cdp)).ShouldBe(await LawSnapshot.OfAsync(atOnce.Platform));
        (await NetAsync(cdp)).ShouldBe(await NetAsync(atOnce.Platform), ignoreOrder: true);
    });

    /// <summary>What changes which segments somebody of one order is in, or whether they are anybody at all.</summary>
    public enum Happening
    {
        Order,
        Link,
        Statement,
        Retraction,
        Erasure,
    }

    private static async Task HappenAsync(CustomerDataPlatform platform, Happening what)
    {
        switch (what)
        {
            case Happening.Order:
                await platform.IngestAsync(Order(Ada, 2), Token);
                break;
            case Happening.Link:
                await platform.Profiles.LinkAsync(Ada, Tablet, cancellationToken: Token);
                break;
            case Happening.Statement:
                await platform.Consent.GrantAsync(Ada, LawWorld.Personalisation, "a letter", Token);
                await platform.IngestAsync(
                    new IdentifyEvent { Source = "form", MessageId = "tea", Identifiers = [Ada], Traits = new Attributes { ["tea"] = "Assam" } }, Token);
                break;
            case Happening.Retraction:
                await platform.Profiles.RetractAsync([FactId.Of("web", "u1-24")], cancellationToken: Token);
                break;
            default:
                await platform.Privacy.EraseAsync(Ada, cancellationToken: Token);
                break;
        }
    }

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static TrackEvent Order(Identifier who, int hoursAgo) => new()
    {
        Name = "Order Completed",
        Source = "web",
        MessageId = $"{who.Value}-{hoursAgo}",
        Timestamp = LawWorld.Now.AddHours(-hoursAgo),
        Identifiers = [who],
        Properties = new Attributes { ["total"] = 30 },
    };

    private static PageEvent Page(Identifier who, int hoursAgo) => new()
    {
        Source = "web", MessageId = $"{who.Value}-page-{hoursAgo}", Timestamp = LawWorld.Now.AddHours(-hoursAgo), Identifiers = [who],
    };

    private static async Task<LawPlatform> OpenAsync(int longHistory)
    {
        var backend = new TBackend();
        return new LawPlatform(backend, await LawWorld.OpenAsync(backend.Create(), longHistory: longHistory));
    }

    /// <summary>The facts, and people linked and separated in between.</summary>
    private static IEnumerable<Func<CustomerDataPlatform, Task>> Steps(LawFact[] facts, Random random)
    {
        foreach (var fact in facts)
        {
            yield return fact.HandInAsync;
            var (first, second) = (Any(random), Any(random));
            switch (random.Next(6))
            {
                case 0:
                    yield return async cdp => await cdp.Profiles.LinkAsync(first, second);
                    break;
                case 1 when first != second:
                    yield return async cdp => await cdp.Profiles.SeparateAsync(first, second);
                    break;
            }
        }
    }

    private static Identifier Any(Random random) => LawWorld.Identifiers[random.Next(LawWorld.Identifiers.Count)];

    private static async Task<(List<SegmentChange> Told, long Last)> ToldAsync(CustomerDataPlatform cdp, long after)
    {
        var told = await cdp.Segments.ChangesAsync(after, 10_000, Token);
        return ([.. told.Select(recorded => recorded.Change)], told.Count == 0 ? after : told[^1].Sequence);
    }

    /// <summary>Where the changes of each profile and segment have led.</summary>
    private static async Task<List<(ProfileId, string)>> NetAsync(CustomerDataPlatform cdp) =>
    [
        .. (await ToldAsync(cdp, 0)).Told.GroupBy(change => (change.Profile, change.Segment))
            .Where(changes => changes.Last().Transition == SegmentTransition.Entered).Select(changes => changes.Key),
    ];

    private void Check(Func<LawFact[], Random, Task> law) => LawCheck.Run(Tries, 24, law);
}
