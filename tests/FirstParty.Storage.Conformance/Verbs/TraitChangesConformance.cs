using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>The outbox of changed traits: written with the event, read behind a durable cursor, through the purpose of whoever reads it.</summary>
public abstract class TraitChangesConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Laptop = Identifier.AnonymousId("laptop");

    private readonly StoppedClock _clock = new(LawWorld.Now);
    private TBackend _backend = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task SetUp()
    {
        _backend = new TBackend();
        _cdp = await OpenAsync(_backend, recordsTraits: true);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    [Test]
    public async Task Change_NamesTraitProfileFactAndInstant_AndSayingItAgainIsNone()
    {
        await IdentifyAsync(Ada, "m1", ("tea", "Sencha"), ("size", "M"));
        _clock.Advance(TimeSpan.FromHours(1));
        await IdentifyAsync(Ada, "m2", ("tea", "Assam"), ("size", "M"));
        await IdentifyAsync(Ada, "m3", ("tea", "Assam"));
        await _cdp.IngestAsync(new TrackEvent { Name = "Order Completed", Source = "web", Identifiers = [Ada] });

        var id = (await _cdp.Profiles.FindAsync(Ada, Service))!.Id;
        var page = await _cdp.Profiles.ChangesAsync(0, Service);
        page.Changes.Select(change => (change.Profile, change.Trait, change.Value?.Value.AsString(), change.At, change.Fact)).ShouldBe(
        [
            (id, "size", "M", LawWorld.Now, FactId.Of("web", "m1")),
            (id, "tea", "Assam", LawWorld.Now, FactId.Of("web", "m1")),
            (id, "tea", "Assam", LawWorld.Now.AddHours(1), FactId.Of("web", "m2")),
        ]);
        (await _cdp.Profiles.ChangesAsync(page.Through, Service)).ShouldSatisfyAllConditions(
            rest => rest.Changes.ShouldBeEmpty(), rest => rest.Through.ShouldBe(page.Through));
    }

    [Test]
    public async Task Feed_GoesOnWhereItsCursorStands_AcrossARestart()
    {
        await IdentifyAsync(Ada, "m1", ("tea", "Sencha"), ("size", "M"));
        await using (var feed = _cdp.Profiles.ChangesAsync("mailer", Service).GetAsyncEnumerator())
        {
            (await feed.MoveNextAsync()).ShouldBeTrue();
            feed.Current.Trait.ShouldBe("size");
            (await feed.MoveNextAsync()).ShouldBeTrue();
            feed.Current.Trait.ShouldBe("tea");
        }

        if (_backend.Create() is var other && other is not InMemoryStorage)
        {
            await _cdp.DisposeAsync();
            _cdp = await OpenAsync(_backend, recordsTraits: true);
        }

        await other.DisposeAsync();
        await using var again = _cdp.Profiles.ChangesAsync("mailer", Service).GetAsyncEnumerator();
        (await again.MoveNextAsync()).ShouldBeTrue();
        again.Current.Trait.ShouldBe("tea", "the loop was left in the midst of it");
        var coming = again.MoveNextAsync().AsTask();
        await IdentifyAsync(Ada, "m2", ("size", "L"));
        (await coming).ShouldBeTrue("it waits for what is committed");
        again.Current.ShouldSatisfyAllConditions(
            change => change.Trait.ShouldBe("size"), change => change.Value!.Value.AsString().ShouldBe("L"));
    }

    [Test]
    public async Task Change_IsNotShown_WhereThePurposeMayNotSeeIt()
    {
        await IdentifyAsync(Ada, "m1", ("size", "M"));
        await _cdp.Consent.GrantAsync(Ada, "tea-letter", evidence: "form");
        await IdentifyAsync(Ada, "m2", ("letterTea", "Gyokuro"));
        (await TraitsAsync("tea-letter")).ShouldBe(["size", "letterTea"]);
        (await TraitsAsync(Service)).ShouldBe(["size", "letterTea"]);

        await _cdp.Consent.WithdrawAsync(Ada, "tea-letter");
        (await TraitsAsync("tea-letter")).ShouldBeEmpty();
        (await TraitsAsync(Service)).ShouldBe(["size"], "what was collected for a purpose that is refused now is nobody's to see");
    }

    [Test]
    public async Task Merge_TellsThatTheProfileIsNoMore_AndWhatTheOtherTookOver()
    {
        await IdentifyAsync(Ada, "m1", ("size", "M"));
        await IdentifyAsync(Laptop, "m2", ("tea", "Sencha"));
        var (ada, laptop) = ((await _cdp.Profiles.FindAsync(Ada, Service))!.Id, (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id);
        var before = (await _cdp.Profiles.ChangesAsync(0, Service)).Through;
        var link = (await _cdp.Profiles.LinkAsync(Ada, Laptop)).Act;
        var merged = await _cdp.Profiles.ChangesAsync(before, Service);
        merged.Changes.Select(change => (change.Profile, change.Trait)).ShouldBe([(ada, "tea"), (laptop, null)]);

        await _cdp.Profiles.RetractAsync([link]);
        var parted = await _cdp.Profiles.ChangesAsync(merged.Through, Service);
        parted.Changes.Select(change => (change.Profile, change.Trait, change.Value?.Value.AsString()))
            .ShouldBe([(ada, "tea", null), (laptop, "tea", "Sencha")], ignoreOrder: true);
    }

    [Test]
    public async Task Erasure_LeavesNothingButThatTheProfileIsNoMore()
    {
        await IdentifyAsync(Ada, "m1", ("tea", "Sencha"));
        await IdentifyAsync(Laptop, "m2", ("tea", "Assam"));
        var (ada, laptop) = ((await _cdp.Profiles.FindAsync(Ada, Service))!.Id, (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id);
        await _cdp.Privacy.EraseAsync(Ada);
        (await _cdp.Profiles.ChangesAsync(0, Service)).Changes.Select(change => (change.Profile, change.Trait)).ShouldBe([(laptop, "tea"), (ada, null)]);
    }

    [Test]
    public async Task Nothing_IsWritten_WhereTheHostDidNotAskForIt_AndWhoFollowsIsToldAtOnce()
    {
        using var place = new TBackend();
        var storage = place.Create();
        await using var quiet = await OpenAsync(storage, recordsTraits: false);
        await quiet.IngestAsync(new IdentifyEvent { Source = "web", Identifiers = [Ada], Traits = new Attributes { ["tea"] = "Sencha" } });
        await using (var session = await storage.BeginReadAsync(CancellationToken.None))
        {
            (await session.TraitOutbox.ReadAsync(0, 10, CancellationToken.None)).ShouldBeEmpty();
        }

        Should.Throw<InvalidOperationException>(() => quiet.Profiles.ChangesAsync("crm", Service)).Message.ShouldContain("TraitChanges()");
        (await Should.ThrowAsync<InvalidOperationException>(async () => await quiet.Profiles.ChangesAsync(0, Service))).Message.ShouldContain("TraitChanges()");
    }

    [Test]
    public void SegmentFeed_IsRefusedAtOnce_WhereThereIsNoSegment() =>
        Should.Throw<InvalidOperationException>(() => _cdp.Segments.ChangesAsync("mailer")).Message.ShouldContain("Segment(");

    /// <summary>Who follows the changes of a purpose holds what a read for that purpose finds, whatever was said, merged, parted, erased or rebuilt.</summary>
    [Test]
    public void Mirror_IsWhatReadsFind() => LawCheck.Run(3, 10, async (facts, random) =>
    {
        using var place = new TBackend();
        await using var cdp = await OpenAsync(place, recordsTraits: true);
        var (mirror, through) = (new SortedDictionary<string, string>(StringComparer.Ordinal), 0L);
        var links = new List<FactId>();
        foreach (var fact in facts)
        {
            await fact.HandInAsync(cdp);
            var (first, second) = (random.GetItems(LawWorld.Identifiers.ToArray(), 1)[0], random.GetItems(LawWorld.Identifiers.ToArray(), 1)[0]);
            switch (random.Next(8))
            {
                case 0 when first != second: links.Add((await cdp.Profiles.LinkAsync(first, second)).Act); break;
                case 1 when links.Count > 0: await cdp.Profiles.RetractAsync([links[^1]]); break;
                case 2: await cdp.RebuildAsync(); break;
                default: break;
            }

            through = await FollowAsync(cdp, mirror, through);
            mirror.ShouldBe(await ReadAllAsync(cdp), $"after {fact}");
        }

        await cdp.Privacy.EraseAsync(random.GetItems(LawWorld.Identifiers.ToArray(), 1)[0]);
        await FollowAsync(cdp, mirror, through);
        mirror.ShouldBe(await ReadAllAsync(cdp), "after an erasure");
    });

    private static async Task<long> FollowAsync(CustomerDataPlatform cdp, SortedDictionary<string, string> mirror, long through)
    {
        var page = await cdp.Profiles.ChangesAsync(through, Service, 10_000);
        foreach (var change in page.Changes)
        {
            foreach (var key in mirror.Keys.Where(key => key.StartsWith($"{change.Profile} {change.Trait}", StringComparison.Ordinal)).ToList())
            {
                mirror.Remove(key);
            }

            if (change.Value is { } value)
            {
                mirror[$"{change.Profile} {change.Trait}"] = value.Value.ToString();
            }
        }

        return page.Through;
    }

    private static async Task<SortedDictionary<string, string>> ReadAllAsync(CustomerDataPlatform cdp)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var who in LawWorld.Identifiers)
        {
            var profile = await cdp.Profiles.FindAsync(who, Service);
            foreach (var (name, trait) in profile?.Traits ?? [])
            {
                all[$"{profile!.Id} {name}"] = trait.Value.ToString();
            }
        }

        return all;
    }

    private ValueTask<CustomerDataPlatform> OpenAsync(TBackend place, bool recordsTraits) => OpenAsync(place.Create(), recordsTraits);

    private ValueTask<CustomerDataPlatform> OpenAsync(FirstPartyStorage storage, bool recordsTraits) => CustomerDataPlatform.OpenAsync(setup =>
    {
        setup.UseStorage(_ => storage).UseTime(_clock)
            .Purpose("tea-letter", LawfulBasis.Consent).Purpose(LawWorld.Personalisation, LawfulBasis.Consent).Purpose(StandardPurposes.AdsPersonalised)
            .Source("web", Party.First).Source("form", Party.Zero)
            .Source("partner", Party.Second, source => source with { AgreementReference = "A-1", NoticeReference = "N-1" })
            .Taxonomy(data => data
                .Trait("tea", DataKind.Qualitative).Trait("size", DataKind.Descriptive)
                .Trait("letterTea", DataKind.Qualitative, purpose: "tea-letter")
                .Trait("diet", DataKind.Qualitative, refine: trait => trait with { Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health })
                .Event("Order Completed", DataKind.Quantitative));
        if (recordsTraits)
        {
            setup.TraitChanges();
        }
    });

    private async Task<IEnumerable<string?>> TraitsAsync(string purpose) =>
        (await _cdp.Profiles.ChangesAsync(0, purpose)).Changes.Select(change => change.Trait);

    private async Task IdentifyAsync(Identifier who, string messageId, params (string Name, string Value)[] traits)
    {
        var said = new Attributes();
        foreach (var (name, value) in traits)
        {
            said[name] = value;
        }

        (await _cdp.IngestAsync(new IdentifyEvent { Source = "web", MessageId = messageId, Identifiers = [who], Traits = said })).Status.ShouldBe(EventStatus.Accepted);
    }
}
