using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Storage.Conformance;

/// <summary>Segments over restarts, for a store that outlives its process: windows, cursors and definitions go on where they were.</summary>
public abstract class SegmentRestartConformance<TBackend> : SegmentLiveConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private static readonly Identifier Ada = Identifier.UserId("ada");

    [Test]
    public async Task Membership_EndsWithItsWindow_AfterARestart()
    {
        using var backend = new TBackend();
        static void Segments(FirstPartyBuilder setup) => setup.Segment("recent", Rule.Count("Ordered").Over(TimeSpan.FromDays(30)).AtLeast(1));
        await using (var cdp = await OpenAsync(backend, new RingingClock(Person.Now), Segments))
        {
            await cdp.TrackAsync(Ada, "Ordered");
            await foreach (var change in cdp.Segments.ChangesAsync("test", Token))
            {
                change.Transition.ShouldBe(SegmentTransition.Entered);
                break;
            }

            await cdp.Segments.AcknowledgeAsync("test", (await cdp.Segments.ChangesAsync(0, 9, Token))[^1].Sequence, Token);
        }

        // Down while the window ended: found at the start, as of when it was.
        await using (var cdp = await OpenAsync(backend, new RingingClock(Person.Now.AddDays(40)), Segments))
        {
            await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
            var left = await NextAsync(feed);
            (left.Transition, left.At, left.Cause).ShouldBe((SegmentTransition.Exited, Person.Now.AddDays(30).AddTicks(1), SegmentChangeCause.Time));
        }
    }

    [Test]
    public async Task Window_EndsOnTime_WhenItWasNotedBeforeTheRestart()
    {
        using var backend = new TBackend();
        static void Segments(FirstPartyBuilder setup) => setup.Segment("recent", Rule.Count("Ordered").Over(TimeSpan.FromDays(30)).AtLeast(1));
        await using (var cdp = await OpenAsync(backend, new RingingClock(Person.Now), Segments))
        {
            await cdp.TrackAsync(Ada, "Ordered");
        }

        var clock = new RingingClock(Person.Now.AddDays(1));
        await using (var cdp = await OpenAsync(backend, clock, Segments))
        {
            await FollowsDefinitionsAsync(cdp);
            await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator();
            await NextAsync(feed);
            clock.Advance(TimeSpan.FromDays(30));
            (await NextAsync(feed)).Cause.ShouldBe(SegmentChangeCause.Time);
        }
    }

    [Test]
    public async Task Memberships_FollowDefinitions_ThatChangedBetweenStarts()
    {
        using var backend = new TBackend();
        var clock = new RingingClock(Person.Now);
        long last;
        await using (var cdp = await OpenAsync(backend, clock, setup => setup
            .Segment("buyers", Rule.Count("Ordered").AtLeast(1))
            .Segment("regulars", Rule.InSegment("buyers") & Rule.HasTrait("country"))
            .Segment("gone", Rule.All())
            .Segment("same", Rule.All())))
        {
            for (var i = 0; i < 450; i++)
            {
                await cdp.IngestAsync(
                [
                    new Events.TrackEvent { Name = "Ordered", Identifiers = [Identifier.UserId($"u{i}")] },
                    new Events.IdentifyEvent { Identifiers = [Identifier.UserId($"u{i}")], Traits = new() { ["country"] = i % 3 == 0 ? "SE" : "NO" } },
                ]);
            }

            await cdp.Segments.WhenCurrentAsync(Token);
            last = (await cdp.Segments.ChangesAsync(0, 10_000, Token))[^1].Sequence;
        }

        await using (var cdp = await OpenAsync(backend, clock, setup => setup
            .Segment("buyers", Rule.Count("Ordered").AtLeast(1) & Rule.Trait("country").EqualTo("SE"))
            .Segment("regulars", Rule.InSegment("buyers") & Rule.HasTrait("country"))
            .Segment("new", Rule.Trait("country").EqualTo("NO"))
            .Segment("same", Rule.All())))
        {
            (await cdp.TrackAsync(Identifier.UserId("u1"), "Ordered", new() { ["total"] = 1 })).Status.ShouldBe(Events.EventStatus.Accepted);
            await cdp.Segments.WhenCurrentAsync(Token);

            (await cdp.Segments.ProgressAsync(Token)).ShouldBe(new SegmentProgress([], 450, 450), new ProgressComparer());
            (await cdp.Segments.AuditAsync(Token)).Differences.ShouldBeEmpty();
            (await cdp.Segments.CountAsync("buyers", Token), await cdp.Segments.CountAsync("regulars", Token), await cdp.Segments.CountAsync("new", Token))
                .ShouldBe((150, 150, 300));
            var changes = (await cdp.Segments.ChangesAsync(last, 10_000, Token)).Select(recorded => recorded.Change).ToList();
            changes.GroupBy(change => (change.Segment, change.Transition)).Select(group => (group.Key.Segment, group.Key.Transition, group.Count())).ShouldBe(
            [
                ("buyers", SegmentTransition.Exited, 300), ("regulars", SegmentTransition.Exited, 300), ("gone", SegmentTransition.Exited, 450),
                ("new", SegmentTransition.Entered, 300),
            ], ignoreOrder: true);

            // All but those of the one whose event may have been first are owed to the definitions.
            changes.Count(change => change.Cause != SegmentChangeCause.Definition).ShouldBeLessThanOrEqualTo(3);
        }
    }

    [Test]
    public async Task Reevaluation_GoesOnWhereItWas()
    {
        using var backend = new TBackend();
        var clock = new RingingClock(Person.Now);
        var profiles = new List<ProfileId>();
        string fingerprint;
        await using (var cdp = await OpenAsync(backend, clock, setup => setup.Segment("all", Rule.All())))
        {
            for (var i = 0; i < 30; i++)
            {
                await cdp.TrackAsync(Identifier.UserId($"u{i}"), "Ordered");
            }

            await cdp.Segments.WhenCurrentAsync(Token);
            profiles.AddRange((await cdp.Segments.ChangesAsync(0, 100, Token)).Select(recorded => recorded.Change.Profile).Order());
        }

        // As a crash leaves it: the first ten have been looked at, the others have not, and everybody's membership is gone.
        await using (var storage = backend.Create())
        {
            await storage.OpenAsync(Token);
            await using var session = await storage.BeginWriteAsync(Token);
            fingerprint = (await session.Segments.ReadRevisionsAsync(Token)).Single().Fingerprint;
            await session.Segments.ApplyAsync(
                new SegmentUpdate
                {
                    Changes = [.. profiles.Select(id => new SegmentChange(id, "all", SegmentTransition.Exited, Person.Now, SegmentChangeCause.Definition))],
                    Revisions = [new SegmentRevision("all", fingerprint, IsCurrent: false, profiles[9])],
                },
                Token);
            await session.CommitAsync(Token);
        }

        await using (var cdp = await OpenAsync(backend, clock, setup => setup.Segment("all", Rule.All())))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            (await cdp.Segments.CountAsync("all", Token)).ShouldBe(20);
        }
    }

    /// <summary>Whatever ends the process between an act and the look that follows it: the look is owed by the store.</summary>
    [Test]
    public async Task AwaitedLook_IsTakenAfterARestart_AsOfTheAct()
    {
        using var backend = new TBackend();
        static void Segments(FirstPartyBuilder setup) => setup.LongHistory(above: 1).Segment("twice", Rule.Count("Ordered").AtLeast(2));
        var device = Identifier.AnonymousId("tablet");
        await using (var cdp = await OpenAsync(backend, new StoppedClock(Person.Now), Segments))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            await cdp.TrackAsync(Ada, "Ordered", cancellationToken: Token);
            await cdp.TrackAsync(device, "Ordered", cancellationToken: Token);
            await cdp.Profiles.LinkAsync(Ada, device, cancellationToken: Token);
            (await cdp.Segments.ChangesAsync(0, 9, Token)).ShouldBeEmpty("the clock stands still, so nobody has looked");
        }

        await using (var cdp = await OpenAsync(backend, new RingingClock(Person.Now.AddDays(3)), Segments))
        {
            await using var feed = cdp.Segments.ChangesAsync("test", Token).GetAsyncEnumerator(Token);
            var entered = await NextAsync(feed);
            (entered.Segment, entered.Transition, entered.At, entered.Cause).ShouldBe(
                ("twice", SegmentTransition.Entered, Person.Now, SegmentChangeCause.Identity));
            (await cdp.Segments.AuditAsync(Token)).Differences.ShouldBeEmpty();
        }
    }

    private sealed class ProgressComparer : IEqualityComparer<SegmentProgress>
    {
        public bool Equals(SegmentProgress? x, SegmentProgress? y) =>
            (x!.Done, x.People) == (y!.Done, y.People) && x.Pending.SequenceEqual(y.Pending);

        public int GetHashCode(SegmentProgress obj) => obj.Done.GetHashCode();
    }
}
