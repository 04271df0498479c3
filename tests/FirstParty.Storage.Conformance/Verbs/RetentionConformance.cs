using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Privacy;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>What is kept longer than it may be is destroyed, in slices between the batches of ingest, and all else stays as it was.</summary>
public abstract class RetentionConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";
    private const string Marker = "marker-4711-0815";

    private static readonly Identifier Ada = LawWorld.Identifiers[0];
    private static readonly Identifier Bob = LawWorld.Identifiers[1];
    private static readonly Identifier Laptop = LawWorld.Identifiers[3];
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly StoppedClock _clock = new(LawWorld.Now); // Rings no timer: nothing is swept but by the test.
    private TBackend _backend = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task SetUp()
    {
        _backend = new TBackend();
        _cdp = await OpenAsync(_backend, _clock);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    private static ValueTask<CustomerDataPlatform> OpenAsync(TBackend place, TimeProvider clock) =>
        CustomerDataPlatform.OpenAsync(setup => setup
            .UseStorage(_ => place.Create()).UseTime(clock).TraitChanges().KeepChanges(3 * Month)
            .Purpose(LawWorld.Personalisation, LawfulBasis.Consent).Purpose(StandardPurposes.AdsPersonalised)
            .Purpose("tea-letter", LawfulBasis.Contract, purpose => purpose with { Retention = Month })
            .Source("web", Party.First)
            .Taxonomy(data => data
                .Trait("size", DataKind.Descriptive, refine: trait => trait with { Retention = 2 * Month })
                .Trait("tea", DataKind.Qualitative)
                .Trait("letterTea", DataKind.Qualitative, purpose: "tea-letter", refine: trait => trait with { Retention = 9 * Month })
                .Event("Tea Tasted", DataKind.Quantitative, refine: tasted => tasted with { Retention = Month })
                .Event("Order Completed", DataKind.Quantitative))
            .Segment("tasters", Rule.Count("Tea Tasted").AtLeast(1)));

    [Test]
    public async Task Sweep_DestroysEventsAndTraitsWhoseTimeIsOver_AndNothingElse()
    {
        await TasteAsync("e1", [Ada, Laptop], Marker);
        await OrderAsync("e2", Ada);
        await IdentifyAsync("i1", Ada, ("size", Marker + "-size"), ("tea", "Sencha"), ("letterTea", Marker + "-letter"));
        await _cdp.Consent.GrantAsync(Ada, LawWorld.Personalisation, evidence: "form");
        (await _cdp.Privacy.SweepAsync()).ShouldBe(new RetentionReport(1, 0, 0, 0, 0), "nothing is over yet");

        _clock.Advance(Month);
        await TasteAsync("e3", [Ada], "fresh");
        (await _cdp.Privacy.SweepAsync()).ShouldBe(new RetentionReport(1, Events: 1, Traits: 1, Forgotten: 0, Changes: 0));
        var profile = (await _cdp.Profiles.FindAsync(Ada, Service))!;
        profile.Traits.Keys.Order(StringComparer.Ordinal).ShouldBe(["size", "tea"]); // The purpose's month is shorter than the trait's nine.
        (await _cdp.Profiles.EventsAsync(Ada, Service)).Select(logged => logged.Name).Order(StringComparer.Ordinal).ShouldBe(["Order Completed", "Tea Tasted"]);
        profile.Segments.ShouldBe(["tasters"]);

        _clock.Advance(Month);
        (await _cdp.Privacy.SweepAsync()).ShouldBe(new RetentionReport(1, Events: 1, Traits: 1, Forgotten: 0, Changes: 0));
        profile = (await _cdp.Profiles.FindAsync(Ada, Service))!;
        profile.Traits.Keys.ShouldBe(["tea"]);
        profile.Segments.ShouldBeEmpty();
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(profile.Id, "who is who is not forgotten with what they did");
        ErasureSearch.Find(_backend, Marker).ShouldBeEmpty();
        (await _cdp.Privacy.SweepAsync()).ShouldBe(new RetentionReport(1, 0, 0, 0, 0), "again is nothing");
    }

    [Test]
    public async Task Sweep_LeavesWhatARebuildMakes_AndProofsThatVerify()
    {
        await TasteAsync("e1", [Ada, Laptop], Marker);
        await IdentifyAsync("i1", Ada, ("size", "M"));
        await TasteAsync("e2", [Bob], Marker);
        await _cdp.Consent.GrantAsync(Bob, LawWorld.Personalisation, evidence: "form");
        _clock.Advance(3 * Month);
        await TasteAsync("e3", [Ada], "fresh");
        await _cdp.Privacy.SweepAsync();
        var live = await LawSnapshot.OfAsync(_cdp);
        await _cdp.RebuildAsync();
        (await LawSnapshot.OfAsync(_cdp)).ShouldBe(live);
        (await _cdp.Consent.VerifyAsync()).Faults.ShouldBeEmpty();
        (await _cdp.Consent.DecideAsync(Bob, LawWorld.Personalisation)).Allowed.ShouldBeTrue("what people said has a time of its own");
    }

    [Test]
    public async Task Sweep_ForgetsWhoeverNothingElseNames_AndARetryBringsNobodyBack()
    {
        await TasteAsync("e1", [Bob, Laptop], Marker);
        await TasteAsync("e2", [Laptop], Marker);
        await OrderAsync("e3", Ada);
        _clock.Advance(Month);
        (await _cdp.Privacy.SweepAsync()).ShouldBe(new RetentionReport(2, Events: 2, Traits: 0, Forgotten: 2, Changes: 0));
        (await _cdp.Profiles.FindAsync(Bob, Service)).ShouldBeNull();
        (await _cdp.Profiles.CountAsync()).ShouldBe(1);
        (await _cdp.Segments.CountAsync("tasters")).ShouldBe(0);
        ErasureSearch.Find(_backend, Marker).ShouldBeEmpty();

        var again = await _cdp.IngestAsync(Tasted("e1", [Bob, Laptop], Marker));
        again.Status.ShouldBe(EventStatus.Rejected);
        (await _cdp.Profiles.FindAsync(Bob, Service)).ShouldBeNull();
        await OrderAsync("e4", Bob);
        (await _cdp.Profiles.FindAsync(Bob, Service))!.Events.ShouldBe(1, "who comes again is somebody new");
    }

    [Test]
    public async Task Sweep_LeavesThePeopleAlone_WhoHadTheirDataRestricted()
    {
        await TasteAsync("e1", [Ada], Marker);
        await OrderAsync("e2", Ada);
        await _cdp.Consent.RestrictAsync(Ada);
        _clock.Advance(Month);
        (await _cdp.Privacy.SweepAsync()).Events.ShouldBe(0);
        await _cdp.Consent.LiftRestrictionAsync(Ada);
        (await _cdp.Privacy.SweepAsync()).Events.ShouldBe(1);
    }

    [Test]
    public async Task Sweep_DropsChangesThatWereKeptLongEnough()
    {
        await IdentifyAsync("i1", Ada, ("tea", "Sencha"));
        await TasteAsync("e1", [Bob], "x");
        _clock.Advance(2 * Month);
        await IdentifyAsync("i2", Ada, ("tea", "Assam"));
        _clock.Advance(2 * Month);
        (await _cdp.Privacy.SweepAsync()).Changes.ShouldBe(2, "one of a trait, one of a segment");
        (await _cdp.Profiles.ChangesAsync(0, Service)).Changes.Select(change => change.Fact).ShouldContain(FactId.Of("web", "i2"));
        (await _cdp.Profiles.ChangesAsync(0, Service)).Changes.Select(change => change.Fact).ShouldNotContain(FactId.Of("web", "i1"));
    }

    /// <summary>Whoever stays away for longer than changes are kept is told by name, of both sequences; whoever did not, and whoever is new, goes on.</summary>
    [Test]
    [CancelAfter(600_000)]
    public async Task Sweep_TellsAConsumerWhatItHasMissed_AndLetsItBeginAnew()
    {
        foreach (var (number, who) in LawWorld.Identifiers.Take(3).Index())
        {
            await IdentifyAsync($"i{number}", who, ("tea", "Sencha"));
            await TasteAsync($"e{number}", [who], "x");
        }

        var (segments, traits) = (await _cdp.Segments.ChangesAsync(), (await _cdp.Profiles.ChangesAsync(0, Service)).Changes);
        await _cdp.Segments.AcknowledgeAsync("mailer", segments[0].Sequence);
        await _cdp.Profiles.AcknowledgeAsync("mailer", traits[0].Sequence);
        await _cdp.Segments.AcknowledgeAsync("ads", segments[^1].Sequence);
        await _cdp.Profiles.AcknowledgeAsync("ads", traits[^1].Sequence);
        _clock.Advance(4 * Month);
        await _cdp.Privacy.SweepAsync();
        await TasteAsync("new", [Ada], "x"); // Whoever had tasted is long out of the segment.
        await IdentifyAsync("newTea", Ada, ("tea", "Assam"));

        (await MissedAsync(async () => await _cdp.Segments.ChangesAsync("mailer", Stop).FirstAsync(Stop)))
            .ShouldBe((ChangeStream.Segments, segments[0].Sequence, segments[^1].Sequence));
        (await MissedAsync(async () => await _cdp.Segments.ChangesAsync(segments[0].Sequence)))
            .ShouldBe((ChangeStream.Segments, segments[0].Sequence, segments[^1].Sequence));
        (await MissedAsync(async () => await _cdp.Profiles.ChangesAsync("mailer", Service, Stop).FirstAsync(Stop)))
            .ShouldBe((ChangeStream.Traits, traits[0].Sequence, traits[^1].Sequence));
        (await MissedAsync(async () => await _cdp.Profiles.ChangesAsync(traits[0].Sequence, Service)))
            .ShouldBe((ChangeStream.Traits, traits[0].Sequence, traits[^1].Sequence));

        (await _cdp.Segments.ChangesAsync("ads", Stop).FirstAsync(Stop)).Transition.ShouldBe(SegmentTransition.Exited, "it had dealt with all that was deleted");
        await _cdp.Profiles.AcknowledgeAsync("mailer", traits[^1].Sequence);
        foreach (var consumer in (string[])["ads", "newcomer", "mailer"])
        {
            (await _cdp.Profiles.ChangesAsync(consumer, Service, Stop).FirstAsync(Stop)).Fact.ShouldBe(FactId.Of("web", "newTea"), consumer);
        }
    }

    private static CancellationToken Stop => TestContext.CurrentContext.CancellationToken;

    private static async Task<(ChangeStream Stream, long After, long Through)> MissedAsync(Func<Task> follow)
    {
        var missed = await Should.ThrowAsync<ChangesForgottenException>(follow);
        return (missed.Stream, missed.After, missed.Through);
    }

    [Test]
    public async Task Sweep_GoesOnBesideIngest_SliceBySlice()
    {
        await _cdp.IngestAsync([.. Enumerable.Range(0, 450).Select(number => Tasted($"e{number}", [Identifier.UserId($"p{number % 25}")], Marker))]);
        await OrderAsync("stays", Identifier.UserId("p0"));
        _clock.Advance(Month);
        var sweeping = _cdp.Privacy.SweepAsync().AsTask();
        var stored = 0;
        do
        {
            (await _cdp.IngestAsync(Ordered($"o{stored}", Ada))).Status.ShouldBe(EventStatus.Accepted);
            stored++;
        }
        while (!sweeping.IsCompleted);
        var report = await sweeping;
        report.Events.ShouldBe(450);
        report.Forgotten.ShouldBe(24);
        (await _cdp.Profiles.FindAsync(Ada, Service))!.Events.ShouldBe(stored);
        ErasureSearch.Find(_backend, Marker).ShouldBeEmpty();
    }

    [Test]
    [CancelAfter(600_000)]
    public async Task Platform_SweepsByItself(CancellationToken stop)
    {
        var clock = new RingingClock(LawWorld.Now);
        using var place = new TBackend();
        await using var cdp = await OpenAsync(place, clock);
        await cdp.IngestAsync([Tasted("e1", [Ada], Marker), Ordered("e2", Ada)], stop);
        clock.Advance(Month);
        while ((await cdp.Profiles.EventsAsync(Ada, Service, stop)).Count > 1)
        {
            clock.Advance(TimeSpan.FromHours(1));
            await Task.Delay(5, stop);
        }
    }

    private static TrackEvent Tasted(string id, Identifier[] who, string note) => new()
    {
        Name = "Tea Tasted", Source = "web", MessageId = id, Identifiers = [.. who],
        Properties = new Attributes { ["note"] = note }, Context = new Attributes { ["page"] = note },
    };

    private static TrackEvent Ordered(string id, Identifier who) =>
        new() { Name = "Order Completed", Source = "web", MessageId = id, Identifiers = [who] };

    private async Task TasteAsync(string id, Identifier[] who, string note) =>
        (await _cdp.IngestAsync(Tasted(id, who, note))).Status.ShouldBe(EventStatus.Accepted);

    private async Task OrderAsync(string id, Identifier who) => (await _cdp.IngestAsync(Ordered(id, who))).Status.ShouldBe(EventStatus.Accepted);

    private async Task IdentifyAsync(string id, Identifier who, params (string Name, string Value)[] traits)
    {
        var said = new Attributes();
        foreach (var (name, value) in traits)
        {
            said[name] = value;
        }

        (await _cdp.IngestAsync(new IdentifyEvent { Source = "web", MessageId = id, Identifiers = [who], Traits = said })).Status.ShouldBe(EventStatus.Accepted);
    }
}
