using System.Text;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Schemas;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>What a person refused is stored nowhere, over a back end: neither as an id of another system nor while its event waits in quarantine.</summary>
public abstract class RefusedFactsConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Letter = "tea-letter";
    private const string Text = "quetzalcoatl@example.com";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Address = Identifier.Email(Text);

    private TBackend _backend = null!;
    private Func<FirstPartyStorage> _storage = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _backend = new TBackend();
        var storage = _backend.Create();
        _storage = () => storage;
        _cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => storage)
            .Purpose(Letter, LawfulBasis.Consent)
            .Taxonomy(data => data
                .Trait("email", DataKind.Identity, purpose: Letter).Event("Tea Chosen", DataKind.Quantitative)
                .Event("Letter Answered", DataKind.Qualitative, purpose: Letter, refine: answer => answer with
                {
                    Schema = new EventSchema(SchemaMode.Quarantine).Require("stars", AttributeValueType.Number),
                })));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    [TestCase("email", TestName = "ARefusedExternalId_IsTakenOut_AndNamesNobody")]
    [TestCase("mailbox", TestName = "ARefusedExternalId_OfATypeThatTheHostNamed_IsTakenOut_AndNamesNobody")]
    public async Task ARefusedExternalId_IsTakenOut(string type)
    {
        await _cdp.Consent.DenyAsync(Ada, Letter);
        var outcome = await _cdp.IngestAsync(Known(type, [Ada, Address]));
        outcome.Status.ShouldBe(EventStatus.Accepted);
        outcome.Notes.ShouldBe([new OutcomeNote(EventReason.PurposeNotPermitted, "context.externalIds.email", Letter)]);
        (await _cdp.Profiles.FindAsync(Address, "essential.service")).ShouldBeNull();
        var kept = (await _cdp.Privacy.PreviewExportAsync(Ada))!.Events.ShouldHaveSingleItem();
        kept.Identifiers.ShouldBe([Ada]);
        kept.Context["externalIds"].AsList()!.ShouldHaveSingleItem().AsObject()!["id"].AsString().ShouldBe("42");
        await IsNowhereAsync();
    }

    [Test]
    public async Task AnExternalId_NamesItsPerson_OnceItMayBeKept()
    {
        await _cdp.Consent.GrantAsync(Ada, Letter);
        (await _cdp.IngestAsync(Known("email", [Ada, Address]))).Notes.ShouldBeEmpty();
        (await _cdp.Profiles.FindAsync(Address, "essential.service"))!.Id.ShouldBe(ProfileId.Of(Ada));
    }

    [Test]
    public async Task WhatIsSetAside_HoldsNothingThatWasRefused()
    {
        await _cdp.Consent.DenyAsync(Ada, Letter);
        (await _cdp.IngestAsync(Known("email", [Ada, Address]) with { Name = "Unheard Of" })).Status.ShouldBe(EventStatus.Quarantined);
        (await _cdp.IngestAsync(Traits("Unheard Of", [Ada, Address], Text))).Status.ShouldBe(EventStatus.Quarantined);
        (await _cdp.IngestAsync(Traits("Unheard Of", [Ada], $" {Text} and more"))).Status.ShouldBe(EventStatus.Quarantined, "no address, and refused all the same");
        var waiting = await WaitingAsync();
        waiting.Count.ShouldBe(3);
        waiting.ShouldAllBe(aside => aside.Event.Identifiers.SequenceEqual(new[] { Ada }) && aside.People.SequenceEqual(new[] { ProfileId.Of(Ada) }));
        await IsNowhereAsync();

        (await _cdp.IngestAsync(Known("email", [Address]) with { Name = "Unheard Of" })).Status.ShouldBe(EventStatus.Withheld, "it would be nobody's");
        (await WaitingAsync()).Count.ShouldBe(3);
        await IsNowhereAsync();
    }

    [Test]
    public async Task AnEventThatDoesNotFitItsSchema_IsNotSetAside_WhereItsPurposeIsRefused()
    {
        await _cdp.Consent.DenyAsync(Ada, Letter);
        var outcome = await _cdp.IngestAsync(Misfit(Ada));
        (outcome.Status, outcome.Purpose).ShouldBe((EventStatus.Withheld, Letter));
        (await WaitingAsync()).ShouldBeEmpty();
        await IsNowhereAsync();

        var bob = Identifier.UserId("bob");
        await _cdp.Consent.GrantAsync(bob, Letter);
        (await _cdp.IngestAsync([Misfit(Ada), Misfit(bob)])).Select(told => told.Status).ShouldBe([EventStatus.Withheld, EventStatus.Quarantined]);
        (await WaitingAsync()).ShouldHaveSingleItem().Event.Identifiers.ShouldBe([bob]);
        await _cdp.Consent.WithdrawAsync(bob, Letter);
        (await _cdp.ReplayQuarantineAsync()).ShouldBe(1, "what is refused by now does not wait on");
    }

    /// <summary>What one event that is set aside names together says nothing of what others in the same batch may do.</summary>
    [Test]
    public async Task WhatIsSetAside_LendsNobodyItsRefusal()
    {
        var (bob, laptop) = (Identifier.UserId("bob"), Identifier.AnonymousId("laptop"));
        await _cdp.Consent.DenyAsync(bob, Letter);
        await _cdp.Consent.GrantAsync(laptop, Letter);
        var aside = Traits("Unheard Of", [bob, laptop], Text);
        var answer = new TrackEvent { Name = "Letter Answered", Identifiers = [laptop], Properties = new() { ["stars"] = 5 } };
        (await _cdp.IngestAsync([aside, answer])).Select(told => told.Status).ShouldBe([EventStatus.Quarantined, EventStatus.Accepted]);
        await IsNowhereAsync();
    }

    /// <summary>What is decided goes by the names that are read, and not by how they are written; nothing stays under a name's first value.</summary>
    [Test]
    public async Task WhatWasRefused_HidesNeitherBehindAnEscape_NorUnderANameThatStandsTwice()
    {
        await _cdp.Consent.DenyAsync(Ada, Letter);
        var hidden = Hidden.SelectMany((json, number) => new[] { "Tea Chosen", "Unheard Of" }.Select(name => new TrackEvent
        {
            Name = name,
            MessageId = $"{name} {number}",
            Identifiers = [Ada],
            Context = Attributes.FromUtf8(Encoding.UTF8.GetBytes(json.Replace("ADDRESS", Text, StringComparison.Ordinal))),
        })).ToList();
        (await _cdp.IngestAsync(hidden)).Select(told => told.Status).Distinct().ShouldBe([EventStatus.Accepted, EventStatus.Quarantined]);
        (await _cdp.Privacy.PreviewExportAsync(Ada))!.Events.Select(kept => Encoding.UTF8.GetString(kept.Context.ToUtf8().Span))
            .ShouldAllBe(text => !text.Contains(Text) && !text.Contains('\\'));
        await IsNowhereAsync();
    }

    private static readonly string[] Hidden =
    [
        """{"tr\u0061its":{"email":"ADDRESS"}}""",
        """{"traits":{"\u0065mail":"ADDRESS"}}""",
        """{"traits":{"email":"ADDRESS"},"traits":{}}""",
        """{"traits":{"email":"ADDRESS"},"tr\u0061its":null}""",
        """{"traits":{"email":"ADDRESS","email":1}}""",
        """{"external\u0049ds":[{"type":"email","id":"ADDRESS"}]}""",
        """{"externalIds":[{"t\u0079pe":"email","\u0069d":"ADDRESS"}]}""",
        """{"externalIds":[{"type":"email","id":"ADDRESS"}],"externalIds":[]}""",
        """{"externalIds":[{"type":"email","id":"ADDRESS","id":"42"}]}""",
    ];

    private static TrackEvent Known(string type, Identifier[] who) => new()
    {
        Name = "Tea Chosen",
        Identifiers = [.. who],
        Context = new()
        {
            ["externalIds"] = AttributeValue.ListOf(
                new Attributes { ["type"] = type, ["id"] = Text, ["collection"] = "users", ["encoding"] = "none" },
                new Attributes { ["type"] = "braze_id", ["id"] = "42" }),
        },
    };

    private static TrackEvent Traits(string name, Identifier[] who, string address) => new()
    {
        Name = name, Identifiers = [.. who], Context = new() { ["traits"] = new Attributes { ["email"] = address } },
    };

    private static TrackEvent Misfit(Identifier who) =>
        new() { Name = "Letter Answered", Identifiers = [who], Properties = new() { ["stars"] = $"five, says {Text}" } };

    private async Task<IReadOnlyList<QuarantinedEvent>> WaitingAsync()
    {
        await using var session = await _storage().BeginReadAsync(CancellationToken.None);
        return await session.Quarantine.ReadAsync(100, CancellationToken.None);
    }

    /// <summary>Where the back end has files or tables to look in.</summary>
    private async Task IsNowhereAsync()
    {
        (await WaitingAsync()).SelectMany(aside => new[] { aside.Event.Context, aside.Event.Body })
            .Select(kept => Encoding.UTF8.GetString(kept.ToUtf8().Span)).ShouldAllBe(text => !text.Contains(Text));
        ErasureSearch.Find(_backend, Text).ShouldBeEmpty();
    }
}
