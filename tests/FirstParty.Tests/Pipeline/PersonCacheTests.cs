using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Pipeline;

public sealed class PersonCacheTests
{
    private const string Purpose = "personalisation";

    private static readonly ProfileId Component = ProfileId.Of(Identifier.UserId("ada"));
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Browser = Identifier.AnonymousId("browser");

    [Test]
    public async Task Segments_CountNoEventOfATransactionThatWasUndone()
    {
        var storage = new FaultyStorage();
        await using var cdp = await OpenAsync(storage);
        await cdp.TrackAsync(Ada, "Order Completed");
        storage.Committing = _ => throw new StorageException(StorageError.Full, "no room");
        await Should.ThrowAsync<StorageException>(async () => await cdp.TrackAsync(Ada, "Order Completed"));
        storage.Committing = commit => commit();

        (await cdp.Segments.CountAsync("buyers")).ShouldBe(0);
        await cdp.TrackAsync(Ada, "Order Completed");
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(0, "two orders are stored, and the segment asks for three");
        await cdp.TrackAsync(Ada, "Order Completed");
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(1);
    }

    [Test]
    public async Task Events_AreDecidedByTheTextInTheLog_ThoughNobodyKnewThatItWasCommitted()
    {
        var clock = new SteppingClock(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        var storage = new FaultyStorage();
        await using var cdp = await OpenAsync(storage, clock);
        await cdp.Consent.PublishAsync("readers", new PolicyVersion(1, 0), "What you read.", Purpose);
        await cdp.Consent.GrantAsync(Ada, Purpose);
        await cdp.TrackAsync(Ada, "Article Read");
        clock.Now += TimeSpan.FromHours(1);
        storage.Committing = async commit =>
        {
            await commit();
            throw new StorageException(StorageError.OutcomeUnknown, "the line went dead");
        };
        await Should.ThrowAsync<StorageException>(async () =>
            await cdp.Consent.PublishAsync("readers", new PolicyVersion(2, 0), "What you read, and where.", Purpose));
        storage.Committing = commit => commit();
        clock.Now += TimeSpan.FromHours(1);

        (await cdp.Consent.DecideAsync(Ada, Purpose)).Status.ShouldBe(ConsentStatus.Stale);
        (await cdp.TrackAsync(Ada, "Article Read")).Status.ShouldBe(EventStatus.Withheld);
    }

    [Test]
    public void Remember_HoldsNobody_WithoutRoom()
    {
        var cache = new PersonCache(0);
        cache.Remember(Person([]), Component);
        cache.Trim([]);
        cache.Find(Ada).ShouldBeNull();
    }

    [Test]
    public void Remember_ForgetsEverybody_WhenTheRulesChange()
    {
        var edition = new object();
        var cache = new PersonCache(1 << 20) { Edition = () => edition };
        cache.Remember(Person([]), Component);
        cache.Find(Ada).ShouldNotBeNull();
        edition = new object();
        cache.Find(Ada).ShouldBeNull();
    }

    [Test]
    public void Bytes_CountTheIdentifiersOfEachEvent()
    {
        var (bare, laden, alike) = (Person([]), Person([]), Person([]));
        for (var number = 0; number < 100; number++)
        {
            bare.Append(Event(number, [Ada]));
            laden.Append(Event(number, Long16(number)));
            laden.Learn(Event(number, Long16(number)));
            alike.Append(Event(number, Long16(0)));
        }

        (laden.Bytes - bare.Bytes).ShouldBeGreaterThan(100 * 16 * 500 * sizeof(char));
        (alike.Bytes - bare.Bytes).ShouldBeInRange(16 * 500 * sizeof(char), 2 * 16 * 500 * sizeof(char), "what all name is kept once");

        static ImmutableArray<Identifier> Long16(int number) =>
            [.. Enumerable.Range(0, 16).Select(letter => Identifier.Of("email", $"{number:D3}{new string((char)('a' + letter), 497)}"))];
    }

    private static LivePerson Person(ImmutableArray<LoggedEvent> events) =>
        new(new PersonFacts(ProfileId.Of(Ada), [Ada], events, null!), DateTimeOffset.MinValue);

    private static LoggedEvent Event(int number, ImmutableArray<Identifier> identifiers) => new()
    {
        Id = FactId.Of("web", $"{number}"), Kind = EventKind.Track, Name = "Article Read", Anchor = Ada, Identifiers = identifiers,
        OccurredAt = DateTimeOffset.UnixEpoch, ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    [Test]
    public async Task Segments_FollowConsentIdentityAndErasure_OfThoseWhoAreRemembered()
    {
        await using var cdp = await OpenAsync(new InMemoryStorage());
        await cdp.Consent.GrantAsync(Ada, Purpose);
        for (var i = 0; i < 3; i++)
        {
            await cdp.TrackAsync(Ada, "Order Completed");
        }

        (await cdp.Segments.CountAsync("regulars")).ShouldBe(1);
        await cdp.Consent.WithdrawAsync(Ada, Purpose);
        (await cdp.Segments.CountAsync("regulars")).ShouldBe(0);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(1);

        await cdp.TrackAsync(Browser, "Order Completed");
        await cdp.TrackAsync(Browser, "Order Completed");
        await cdp.LinkAsync(Browser, Ada);
        await cdp.TrackAsync(Browser, "Order Completed");
        (await cdp.Profiles.FindAsync(Ada, "essential.service"))!.Events.ShouldBe(6);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(1);

        await cdp.Privacy.EraseAsync(Ada);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(0);
        (await cdp.TrackAsync(Browser, "Order Completed")).Status.ShouldBe(EventStatus.Accepted);
        (await cdp.Segments.CountAsync("buyers")).ShouldBe(0);
    }

    [Test]
    public async Task Consent_ThatExpires_ShutsTheEventsThatItHadOpened()
    {
        var clock = new SteppingClock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cdp = await OpenAsync(new InMemoryStorage(), clock);
        await cdp.Consent.GrantAsync(Ada, Purpose);
        for (var i = 0; i < 3; i++)
        {
            await cdp.TrackAsync(Ada, "Article Read");
        }

        (await cdp.Segments.CountAsync("readers")).ShouldBe(1);
        clock.Now += TimeSpan.FromDays(31);
        await cdp.TrackAsync(Ada, "Order Completed");
        (await cdp.Segments.CountAsync("readers")).ShouldBe(0, "the consent was good for thirty days");
    }

    [Test]
    public void Remember_ForgetsThoseMetLongestAgo_WhenThereIsNoRoom()
    {
        var people = Enumerable.Range(0, 10).Select(number => Person(number, events: 3)).ToList();
        var cache = new PersonCache(people[0].Bytes * 4);
        foreach (var person in people)
        {
            cache.Remember(person, Component);
            cache.Find(people[0].Facts.Id).ShouldBe(people[0], "it is asked for all the time");
            cache.Trim([]);
        }

        people.Where(person => cache.Find(person.Facts.Id) is not null).ShouldBe([people[0], .. people[^3..]]);
        people.Where(person => cache.Find(person.Facts.Identifiers[0]) is not null).Count().ShouldBe(4);
    }

    [Test]
    public void Remember_PassesOverWhoeverTakesTooMuch_AndWhoeverGrowsToTakeTooMuch()
    {
        var (small, large) = (Person(1, events: 1), Person(2, events: 1_000));
        var cache = new PersonCache(small.Bytes * 20);
        cache.Remember(small, Component);
        cache.Remember(large, Component);
        cache.Find(large.Facts.Id).ShouldBeNull();
        for (var i = 0; i < 800; i++)
        {
            small.Append(Event(1, 100 + i));
        }

        cache.Trim([small]);
        cache.Find(small.Facts.Id).ShouldBeNull();
        cache.Find(small.Facts.Identifiers[0]).ShouldBeNull();
    }

    [Test]
    public void Remember_HoldsNobody_WhenItHasNoRoom()
    {
        var cache = new PersonCache(0);
        cache.Remember(Person(1, events: 1), Component);
        cache.Find(ProfileId.Of(Identifier.UserId("u1"))).ShouldBeNull();
    }

    private static LivePerson Person(int number, int events) => new(
        new PersonFacts(
            ProfileId.Of(Identifier.UserId($"u{number}")),
            [Identifier.UserId($"u{number}")],
            [.. Enumerable.Range(0, events).Select(fact => Event(number, fact))],
            null!),
        DateTimeOffset.MinValue);

    private static LoggedEvent Event(int number, int fact) => new()
    {
        Id = FactId.Of("web", $"{number}-{fact}"),
        Kind = EventKind.Track,
        Name = "Order Completed",
        Anchor = Identifier.UserId($"u{number}"),
        Identifiers = [Identifier.UserId($"u{number}")],
        OccurredAt = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static async ValueTask<CustomerDataPlatform> OpenAsync(FirstPartyStorage storage, TimeProvider? time = null)
    {
        var platform = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => storage)
            .UseTime(time ?? TimeProvider.System)
            .Purpose(Purpose, LawfulBasis.Consent, purpose => purpose with { Validity = TimeSpan.FromDays(30) })
            .Source("web", Party.First)
            .Taxonomy(data => data.Event("Article Read", DataKind.Quantitative, purpose: Purpose))
            .Segment("readers", Rule.Count("Article Read").AtLeast(3))
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(3))
            .Segment("regulars", Rule.Count("Order Completed").AtLeast(3), Purpose));
        await platform.Reevaluated; // Every start commits once; what follows is only the test's.
        return platform;
    }

    private sealed class SteppingClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
