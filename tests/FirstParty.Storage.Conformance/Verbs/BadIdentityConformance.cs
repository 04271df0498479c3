using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>What nobody should send about who is who: each has an outcome with a name, and nothing else is lost by it.</summary>
public abstract class BadIdentityConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Laptop = Identifier.AnonymousId("laptop");

    /// <summary>How many customers one device has had.</summary>
    protected virtual int Crowd => 100_000;

    private TBackend _backend = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _backend = new TBackend();
        _cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => _backend.Create())
            .Source("web", Party.First).Taxonomy(data => data.Event("Order Completed", DataKind.Quantitative)));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    [Test]
    public async Task TwoCustomersInOneEvent_AreRefused_AndItsNeighboursAreNot()
    {
        var outcomes = await _cdp.IngestAsync([Order(Ada), Order(Ada, Identifier.UserId("bob"), Laptop), Order(Laptop)]);
        outcomes.Select(outcome => (outcome.Status, outcome.Reason)).ShouldBe(
        [
            (EventStatus.Accepted, EventReason.None), (EventStatus.Rejected, EventReason.ConflictingIdentifiers), (EventStatus.Accepted, EventReason.None),
        ]);
        (await EventsOfAsync(Ada), await EventsOfAsync(Laptop)).ShouldBe((1, 1));
        (await _cdp.Profiles.FindAsync(Identifier.UserId("bob"), Service)).ShouldBeNull();
    }

    [TestCase(10_240, 'x', IdentifierRefusal.TooLong, TestName = "AnIdentifierOf10KB_IsPassedOver_AndTheEventKept")]
    [TestCase(4, '\uD800', IdentifierRefusal.NotText, TestName = "AnIdentifierThatIsNoText_IsPassedOver_AndTheEventKept")]
    [TestCase(3, '\0', IdentifierRefusal.NotText, TestName = "AnIdentifierOfControlCharacters_IsPassedOver_AndTheEventKept")]
    public async Task AnUnusableIdentifier_IsPassedOver_AndTheEventKept(int length, char filler, IdentifierRefusal refusal)
    {
        var bad = new Identifier(IdentifierNamespace.Email, new string(filler, length));
        var kept = await _cdp.IngestAsync(Order(bad, Ada));
        kept.Status.ShouldBe(EventStatus.Accepted);
        kept.Notes.ShouldHaveSingleItem().ShouldBe(new OutcomeNote(EventReason.NoUsableIdentifier, IdentifierNamespace.Email, Refusal: refusal, Position: 0));
        (await EventsOfAsync(Ada)).ShouldBe(1);
        (await _cdp.IngestAsync(Order(bad))).Reason.ShouldBe(EventReason.NoUsableIdentifier);
        (await _cdp.Profiles.FindAsync(bad, Service)).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(async () => await _cdp.Profiles.LinkAsync(bad, Ada));
    }

    [TestCase("email", "ada at example", IdentifierRefusal.Malformed, "e-mail address")]
    [TestCase("phone", "12", IdentifierRefusal.Malformed, "telephone number")]
    [TestCase("userId", "undefined", IdentifierRefusal.Blocked, "nobody")]
    [TestCase("userId", "  ", IdentifierRefusal.Empty, "white space")]
    [TestCase("shoeSize", "thirty-eight", IdentifierRefusal.UnknownNamespace, "Identity(rules")]
    [TestCase("groupId", "acme-of-malmo", IdentifierRefusal.NotAPerson, "account")]
    public async Task ARefusedIdentifier_IsNamedByNamespaceAndNumber_WithTheMend_AndNeverByItsValue(
        string @namespace, string value, IdentifierRefusal refusal, string mend)
    {
        var bad = new Identifier(@namespace, value);
        var kept = await _cdp.IngestAsync(Order(Ada, Laptop, bad));
        var note = new OutcomeNote(EventReason.NoUsableIdentifier, @namespace, Refusal: refusal, Position: 2);
        kept.Notes.ShouldHaveSingleItem().ShouldBe(note);
        IsTold(kept.Detail, "number 3");

        var refused = await _cdp.IngestAsync(Order(bad));
        (refused.Reason, refused.Notes.ShouldHaveSingleItem()).ShouldBe((EventReason.NoUsableIdentifier, note with { Position = 0 }));
        IsTold(refused.Detail, "number 1");
        if (refusal != IdentifierRefusal.NotAPerson)
        {
            IsTold((await Should.ThrowAsync<ArgumentException>(async () => await _cdp.Profiles.LinkAsync(bad, Ada))).Message, @namespace);
            var alias = await _cdp.AliasAsync(bad, Ada);
            (alias.Reason, alias.Notes.ShouldHaveSingleItem().Refusal).ShouldBe((EventReason.NoUsableIdentifier, refusal));
            IsTold(alias.Detail, "previousId");
        }

        void IsTold(string? text, string place) => text.ShouldNotBeNull().ShouldSatisfyAllConditions(
            told => told.ShouldContain($"'{@namespace}'"), told => told.ShouldContain(place), told => told.ShouldContain(mend),
            told => (value.Trim().Length > 2 && value != "undefined" && told.Contains(value, StringComparison.Ordinal)).ShouldBeFalse());
    }

    [Test]
    public async Task AliasesInACircle_AreOnePerson()
    {
        Identifier[] circle = [.. Enumerable.Range(0, 4).Select(number => Identifier.AnonymousId($"circle-{number}"))];
        await _cdp.IngestAsync([.. circle.Select(id => (CustomerEvent)Order(id))]);
        for (var i = 0; i < circle.Length; i++)
        {
            (await _cdp.AliasAsync(circle[i], circle[(i + 1) % circle.Length])).Status.ShouldBe(EventStatus.Accepted);
        }

        (await _cdp.AliasAsync(circle[0], circle[0])).Status.ShouldBe(EventStatus.Accepted);
        var ids = new HashSet<ProfileId>();
        foreach (var id in circle)
        {
            var profile = (await _cdp.Profiles.FindAsync(id, Service))!;
            ids.Add(profile.Id);
            profile.Events.ShouldBe(4);
        }

        ids.Count.ShouldBe(1);
        (await _cdp.Profiles.FindAsync(Identifier.AnonymousId("circle-9"), Service)).ShouldBeNull();
    }

    [Test]
    public async Task RetractingWhatNeverWas_IsSaid_AndChangesNothing()
    {
        await _cdp.IngestAsync(Order(Ada, Laptop));
        var never = FactId.Of("web", "never");
        var outcome = await _cdp.Profiles.RetractAsync([never]);
        (outcome.Retracted.Length, outcome.Unknown.Single()).ShouldBe((0, never));
        (await EventsOfAsync(Laptop)).ShouldBe(1);
        (await _cdp.Profiles.RetractAsync([])).Unknown.ShouldBeEmpty();
    }

    /// <summary>A kiosk, or a bot that tries customer numbers: it must neither glue strangers together nor slow everybody down.</summary>
    [Test]
    public async Task ADeviceOfACrowd_JoinsNobody_AndLosesNothing()
    {
        var taken = 0L;
        foreach (var batch in Enumerable.Range(0, Crowd).Select(number => Order(Identifier.UserId($"c{number}"), Laptop)).Chunk(2_500))
        {
            (await _cdp.IngestAsync([.. batch])).ShouldAllBe(outcome => outcome.Status == EventStatus.Accepted);
            taken += batch.Length;
        }

        taken.ShouldBe(Crowd);
        (await _cdp.Profiles.CountAsync()).ShouldBe(Crowd + 1, "each of them is alone, and so is the device");
        (await EventsOfAsync(Identifier.UserId("c0")), await EventsOfAsync(Identifier.UserId($"c{Crowd - 1}"))).ShouldBe((1, 1));
        (await _cdp.Profiles.MapAsync(Identifier.UserId($"c{Crowd / 2}"), Service))!.Nodes.Length.ShouldBe(2);
        (await _cdp.Profiles.HistoryAsync(Laptop)).Select(entry => entry.Kind).ShouldContain(ResolutionEntryKind.Contested);
    }

    private static TrackEvent Order(params Identifier[] who) => new() { Name = "Order Completed", Source = "web", Identifiers = [.. who] };

    private async Task<int?> EventsOfAsync(Identifier who) => (await _cdp.Profiles.FindAsync(who, Service))?.Events;
}
