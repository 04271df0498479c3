using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Identity.Maps;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Taxonomies;
using Shouldly;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>The verbs by which a host says who is who, asks what would come of it, and asks why things are as they are, over a back end.</summary>
public abstract class IdentityVerbConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Email = Identifier.Email("ada@example.com");
    private static readonly Identifier Laptop = Identifier.AnonymousId("laptop");

    private TBackend _backend = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _backend = new TBackend();
        _cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => _backend.Create())
            .Source("web", Party.First).Source("form", Party.Zero)
            .Taxonomy(data => data.Trait("tea", DataKind.Qualitative).Trait("size", DataKind.Descriptive).Event("Order Completed", DataKind.Quantitative))
            .Purpose("marketing", LawfulBasis.Consent)
            .Segment("regulars", Rule.Count("Order Completed").AtLeast(2)));
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    [Test]
    public async Task Preview_TellsWhatALinkWouldDo_AndWritesNothing()
    {
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        await _cdp.IdentifyAsync(Laptop, new() { ["tea"] = "Assam" });
        await _cdp.Consent.WithdrawAsync(Laptop, "marketing");
        var before = await StateAsync();

        var preview = await _cdp.Profiles.PreviewAsync(IdentityProposal.Link(Ada, Laptop), Service);
        preview.Steps.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Merged);
        preview.Resolution.Profiles.Single(profile => profile.Profile == ProfileId.Of(Ada)).After.ShouldBe([Ada, Laptop]);
        preview.Resolution.Reattributed.Length.ShouldBe(2, "the order and the trait of the laptop would be Ada's");
        var ada = preview.Profiles.Single(profile => profile.Id == ProfileId.Of(Ada));
        ada.Entered.ShouldBe(["regulars"]);
        ada.Traits.ShouldHaveSingleItem().After!.Value.AsString().ShouldBe("Assam");
        ada.Consent.ShouldHaveSingleItem().After.ShouldBe(ConsentStatus.Withdrawn);
        preview.Profiles.Single(profile => profile.Id == ProfileId.Of(Laptop)).After.ShouldBeNull();
        (await StateAsync()).ShouldBe(before);

        await _cdp.Profiles.LinkAsync(Ada, Laptop);
        var live = await _cdp.Profiles.FindAsync(Ada, Service);
        live!.Segments.ShouldBe(ada.After!.Segments);
        live["tea"].ShouldBe(ada.After!["tea"]);
    }

    [Test]
    public async Task Preview_OfASeparationAndOfARetraction_IsWhatThenHappens()
    {
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        var link = (await _cdp.Profiles.LinkAsync(Ada, Laptop)).Act;
        foreach (var proposal in new[] { IdentityProposal.Separate(Ada, Laptop), IdentityProposal.Retract([link]) })
        {
            var preview = await _cdp.Profiles.PreviewAsync(proposal, Service);
            preview.Steps.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Split);
            preview.Profiles.Single(profile => profile.Id == ProfileId.Of(Ada)).Left.ShouldBe(["regulars"]);
            preview.Profiles.Single(profile => profile.Id == ProfileId.Of(Laptop)).Before.ShouldBeNull();
        }

        (await _cdp.Profiles.FindAsync(Ada, Service))!.Segments.ShouldBe(["regulars"]);
        await _cdp.Profiles.SeparateAsync(Ada, Laptop);
        (await _cdp.Profiles.FindAsync(Ada, Service))!.Segments.ShouldBeEmpty();
        (await _cdp.Profiles.PreviewAsync(IdentityProposal.Separate(Ada, Laptop), Service)).IsEmpty.ShouldBeTrue();
    }

    [Test]
    public async Task Suggestion_MergesNobody_UntilAPersonAcceptsIt()
    {
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        var weak = await _cdp.Profiles.SuggestAsync(Ada, Email, 0.4, "matcher 3");
        var sure = await _cdp.Profiles.SuggestAsync(Ada, Laptop, 1, "matcher 3");
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(ProfileId.Of(Laptop));
        (await Should.ThrowAsync<ArgumentException>(async () => await _cdp.Profiles.SuggestAsync(Email, Identifier.Email(" ADA@Example.com "), 1, "matcher 3")))
            .Message.ShouldStartWith("Both are the same 'email'");
        (await _cdp.Profiles.SuggestionsAsync()).Select(judged => judged.Suggestion.Id).ShouldBe([sure, weak]);

        await _cdp.Profiles.AcceptAsync(sure, "olga");
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(ProfileId.Of(Ada));
        var accepted = (await _cdp.Profiles.SuggestionsAsync(SuggestionState.Accepted)).ShouldHaveSingleItem();
        var link = accepted.Decision.ShouldBeOfType<LinkAssertion>();
        (link.Strength, link.Actor, link.Reason).ShouldBe((AssertionStrength.Manual, "olga", "matcher 3"));
        (await _cdp.Profiles.SuggestionsAsync()).ShouldHaveSingleItem().Suggestion.Id.ShouldBe(weak);

        await Should.ThrowAsync<InvalidOperationException>(async () => await _cdp.Profiles.RejectAsync(sure, "olga"));
        await Should.ThrowAsync<ArgumentException>(async () => await _cdp.Profiles.AcceptAsync(weak, " "));
        await Should.ThrowAsync<KeyNotFoundException>(async () => await _cdp.Profiles.AcceptAsync(link.Id, "olga"));
    }

    [Test]
    public async Task Suggestion_TurnedDown_KeepsTheTwoApart()
    {
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        var suggestion = await _cdp.Profiles.SuggestAsync(Ada, Laptop, 0.9, "matcher 3");
        await _cdp.Profiles.RejectAsync(suggestion, "olga");
        await _cdp.From("web").IngestAsync(new TrackEvent { Name = "Order Completed", Identifiers = [Ada, Laptop] });
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(ProfileId.Of(Laptop));
        (await _cdp.Profiles.SuggestionsAsync(SuggestionState.Rejected)).ShouldHaveSingleItem().Decision.ShouldBeOfType<SeparateAssertion>().Actor.ShouldBe("olga");

        await _cdp.Profiles.RetractAsync([suggestion]);
        (await _cdp.Profiles.SuggestionsAsync(SuggestionState.Rejected)).ShouldBeEmpty();
    }

    [Test]
    public async Task Explain_NamesTheStepThatBeatEachClaim()
    {
        await _cdp.From("web").IdentifyAsync(Ada, new() { ["tea"] = "Assam" });
        await _cdp.From("form").IdentifyAsync(Ada, new() { ["tea"] = "Sencha" });
        var explanation = await _cdp.Profiles.ExplainAsync(Ada, "tea", Service);
        explanation!.Value!.Value.AsString().ShouldBe("Sencha");
        explanation.Claims.Select(claim => (claim.Fate, claim.Step)).ShouldBe([(ClaimFate.Won, null), (ClaimFate.Lost, "party")]);
        explanation.Claims[1].Claim.Value.AsString().ShouldBe("Assam");

        var refused = await _cdp.Profiles.ExplainAsync(Ada, "tea", "marketing");
        (refused!.Value, refused.Claims.Length, refused.Withheld).ShouldBe((null, 0, 2));
        (await _cdp.Profiles.ExplainAsync(Identifier.UserId("nobody"), "tea", Service)).ShouldBeNull();
    }

    [Test]
    public async Task Account_HasTraitsAndMembers_AndJoinsNobody()
    {
        var bob = Identifier.UserId("bob");
        await _cdp.GroupAsync(Ada, "acme", new() { ["size"] = 40 });
        await _cdp.GroupAsync(bob, "acme", new() { ["tea"] = "Assam" });
        await _cdp.GroupAsync(Laptop, "other");
        var account = await _cdp.Profiles.FindAccountAsync("acme", Service);
        account!.Members.Select(member => member.Profile).ShouldBe([ProfileId.Of(Ada), ProfileId.Of(bob)], ignoreOrder: true);
        account.Traits["size"].Value.AsNumber().ShouldBe(40);
        account.Traits.Count.ShouldBe(2);
        (await _cdp.Profiles.FindAsync(bob, Service))!.Id.ShouldBe(ProfileId.Of(bob));
        (await _cdp.Profiles.FindAsync(bob, Service))!.Traits.ShouldBeEmpty("what is said of the company is not said of the person");
        (await _cdp.Profiles.AccountsAsync(Ada, Service)).ShouldBe([new Identifier(IdentifierNamespace.GroupId, "acme")]);

        var hidden = await _cdp.Profiles.FindAccountAsync("acme", "marketing");
        (hidden!.Members.Length, hidden.Traits.Count, hidden.Withheld).ShouldBe((0, 0, 2));
        await _cdp.Consent.GrantAsync(bob, "marketing");
        (await _cdp.Profiles.FindAccountAsync("acme", "marketing"))!.Members.ShouldHaveSingleItem().Profile.ShouldBe(ProfileId.Of(bob));
        (await _cdp.Profiles.FindAccountAsync("unheard-of", Service)).ShouldBeNull();
    }

    [Test]
    public async Task EveryIdEverHandedOut_KeepsFindingThePerson_AlsoAfterUnmerge()
    {
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        var link = (await _cdp.Profiles.LinkAsync(Ada, Laptop)).Act;
        var (own, merged) = (ProfileId.Of(Laptop), ProfileId.Of(Ada));
        (await _cdp.Profiles.FindAsync(own, Service))!.Id.ShouldBe(merged);
        await _cdp.Profiles.RetractAsync([link]);
        (await _cdp.Profiles.FindAsync(own, Service))!.Id.ShouldBe(own);
        (await _cdp.Profiles.FindAsync(merged, Service))!.Events.ShouldBe(1);
        (await _cdp.Profiles.HistoryAsync(Laptop)).Select(entry => entry.Kind).ShouldBe([ResolutionEntryKind.Merged, ResolutionEntryKind.Split]);
    }

    /// <summary>Adobe's documented collapse: a shared device, an address of one person, a number of another, and no customer number at all.</summary>
    [Test]
    public async Task History_Warns_WhereADeviceTiesAddressesOfTwoKinds_AndNothingUnique()
    {
        var phone = Identifier.Phone("+12025550143");
        await SeenAsync("o1", Email, Laptop);
        (await WarningsAsync()).ShouldBe(0, "one address says nothing");
        await SeenAsync("o2", phone, Laptop);
        var warning = (await _cdp.Profiles.HistoryAsync(phone)).Single(entry => entry.Kind == ResolutionEntryKind.Doubtful);
        (warning.Identifier, warning.Subject, warning.Cause).ShouldBe((ProfileId.Of(Laptop), ProfileId.Of(Email), FactId.Of("server", "o2")));
        await SeenAsync("o3", phone, Laptop);
        (await WarningsAsync()).ShouldBe(1, "once is enough");
        await SeenAsync("o4", Ada, Email);
        await SeenAsync("o5", Identifier.UserId("bob"), phone);
        (await WarningsAsync()).ShouldBe(1, "customer numbers tell them apart");

        async Task<int> WarningsAsync() => (await _cdp.Profiles.HistoryAsync(Laptop)).Count(entry => entry.Kind == ResolutionEntryKind.Doubtful);
    }

    [Test]
    public async Task History_DoesNotWarn_WhereACustomerNumberTells()
    {
        await SeenAsync("o1", Ada, Email, Laptop);
        await SeenAsync("o2", Email, Laptop);
        await SeenAsync("o3", Identifier.Phone("+12025550143"), Laptop);
        (await _cdp.Profiles.HistoryAsync(Ada)).ShouldNotContain(entry => entry.Kind == ResolutionEntryKind.Doubtful);
    }

    [Test]
    public async Task Rebuild_KeepsWhoHasNoEventOfTheirOwn()
    {
        await _cdp.IngestAsync(new TrackEvent { Name = "Order Completed", MessageId = "o1", Identifiers = [Ada, Laptop] });
        await _cdp.Profiles.SeparateAsync(Ada, Laptop);
        await _cdp.Profiles.LinkAsync(Identifier.UserId("eve"), Email);
        await _cdp.Profiles.SeparateAsync(Identifier.UserId("eve"), Email);
        var state = await StateAsync();
        (await _cdp.Profiles.CountAsync()).ShouldBe(4);
        (await _cdp.RebuildAsync()).ShouldBe(4);
        (await StateAsync()).ShouldBe(state);
    }

    [Test]
    public async Task Find_ByAFormerIdThatNoEventNamed_FindsWhoContinuesIt()
    {
        await _cdp.AliasAsync(Identifier.UserId("crm-7"), Ada);
        (await _cdp.Profiles.FindAsync(Identifier.UserId("crm-7"), Service))!.Id.ShouldBe(ProfileId.Of(Ada));
        (await _cdp.Profiles.FindAsync(Identifier.UserId("crm-8"), Service)).ShouldBeNull();
        await _cdp.AliasAsync(Identifier.UserId("crm-8"), Identifier.UserId("crm-7"));
        (await _cdp.Profiles.FindAsync(Identifier.UserId("crm-8"), Service))!.Id.ShouldBe(ProfileId.Of(Ada), "aliases form chains");
    }

    [Test]
    public async Task Retract_OfAnEvent_TakesItsTraitsAndItsAliasWithIt()
    {
        await _cdp.IngestAsync(new IdentifyEvent { MessageId = "m1", Identifiers = [Ada], Traits = new Attributes { ["tea"] = "Assam" } });
        await _cdp.IngestAsync(new IdentifyEvent { MessageId = "m2", Identifiers = [Ada], Traits = new Attributes { ["tea"] = "Sencha" } });
        await OrderAsync(Laptop, "o1");
        await OrderAsync(Ada, "o2");
        var outcome = await _cdp.Profiles.RetractAsync([FactId.Of("server", "m2"), FactId.Of("server", "never")]);
        outcome.Retracted.ShouldBe([FactId.Of("server", "m2")]);
        outcome.Unknown.ShouldBe([FactId.Of("server", "never")]);
        (await _cdp.Profiles.FindAsync(Ada, Service))!["tea"]!.AsString().ShouldBe("Assam");
        (await _cdp.IngestAsync(new IdentifyEvent { MessageId = "never", Identifiers = [Ada], Traits = new Attributes { ["tea"] = "Mint" } }))
            .Status.ShouldBe(EventStatus.Accepted);
        (await _cdp.Profiles.FindAsync(Ada, Service))!["tea"]!.AsString().ShouldBe("Assam", "it was taken back before it came");

        await _cdp.IngestAsync(new AliasEvent { MessageId = "a1", PreviousId = Laptop, Identifiers = [Identifier.AnonymousId("tablet")] });
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(ProfileId.Of(Identifier.AnonymousId("tablet")));
        await _cdp.Profiles.RetractAsync([FactId.Of("server", "a1")]);
        (await _cdp.Profiles.FindAsync(Laptop, Service))!.Id.ShouldBe(ProfileId.Of(Laptop));
        (await _cdp.Profiles.FindAsync(Identifier.AnonymousId("tablet"), Service)).ShouldBeNull();
    }

    [Test]
    public async Task Map_GivesTheReasonOnEachLink()
    {
        await _cdp.From("web").IngestAsync(new TrackEvent { Name = "Order Completed", MessageId = "o1", Identifiers = [Ada, Laptop] });
        await _cdp.Profiles.LinkAsync(Ada, Email, "olga");
        await OrderAsync(Email, "o2");
        var map = await _cdp.Profiles.MapAsync(Laptop, Service);
        map!.Nodes.Select(node => node.Identifier).ShouldBe([Ada, Email, Laptop]);
        map.Nodes[0].IsRepresentative.ShouldBeTrue();
        var (drawn, seen) = (map.Links.Single(link => link.Second == Email), map.Links.Single(link => link.Second == Laptop));
        (drawn.Strength, drawn.Actor, drawn.Said, drawn.Fate).ShouldBe((AssertionStrength.Manual, "olga", "Link", LinkFate.Holds));
        (seen.Strength, seen.Source, seen.Said, seen.Fact).ShouldBe((AssertionStrength.Observed, "web", "Order Completed", FactId.Of("web", "o1")));

        var separation = (await _cdp.Profiles.SeparateAsync(Ada, Laptop)).Act;
        map = await _cdp.Profiles.MapAsync(Ada, Service);
        map!.Links.Single(link => link.Second == Laptop).Fate.ShouldBe(LinkFate.Separated);
        map.Separations.ShouldHaveSingleItem().Id.ShouldBe(separation);
        await _cdp.From("web").IngestAsync(new TrackEvent { Name = "Order Completed", Identifiers = [Identifier.UserId("bob"), Email] });
        map = await _cdp.Profiles.MapAsync(Email, Service);
        map!.Links.Single(link => link.First.Value == "bob").Fate.ShouldBe(LinkFate.OverLimit, "a profile has one userId");
        (await _cdp.Profiles.MapAsync(Ada, "marketing")).ShouldBeNull();
        (await _cdp.Profiles.MapAsync(Ada, Service, most: 1))!.Omitted.ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task LinkAndSeparate_TellWhatTheyHaveComeTo()
    {
        var bob = Identifier.UserId("bob");
        await OrderAsync(Ada, "o1");
        await OrderAsync(Laptop, "o2");
        (await EffectAsync(_cdp.Profiles.LinkAsync(Ada, Laptop))).ShouldBe(IdentityEffect.Joined);
        (await EffectAsync(_cdp.Profiles.LinkAsync(Laptop, Ada))).ShouldBe(IdentityEffect.WereOne);
        var separation = await _cdp.Profiles.SeparateAsync(Ada, Laptop);
        (separation.Effect, separation.Against, separation.Detail).ShouldBe((IdentityEffect.Parted, null, null));
        (await EffectAsync(_cdp.Profiles.SeparateAsync(Laptop, Ada))).ShouldBe(IdentityEffect.WereTwo);
        (await EffectAsync(_cdp.Profiles.SeparateAsync(bob, Identifier.UserId("eve")))).ShouldBe(IdentityEffect.WereTwo, "nobody has seen either");

        var refused = await _cdp.Profiles.LinkAsync(Ada, Laptop);
        (refused.Effect, refused.Against).ShouldBe((IdentityEffect.KeptApart, separation.Act), "the first separation is told, not the second");
        refused.Detail.ShouldNotBeNull().ShouldContain("Retract");
        (await EffectAsync(_cdp.Profiles.LinkAsync(Email, Identifier.Email(" ADA@Example.com ")))).ShouldBe(IdentityEffect.SameIdentifier);
        (await EffectAsync(_cdp.Profiles.SeparateAsync(Ada, Ada))).ShouldBe(IdentityEffect.SameIdentifier);
        (await EffectAsync(_cdp.Profiles.LinkAsync(Ada, new Identifier(IdentifierNamespace.GroupId, "acme")))).ShouldBe(IdentityEffect.NotPeople);
        (await EffectAsync(_cdp.Profiles.LinkAsync(Ada, Email))).ShouldBe(IdentityEffect.Joined);
        (await EffectAsync(_cdp.Profiles.LinkAsync(Ada, bob))).ShouldBe(IdentityEffect.OverLimit, "a person has one userId");
        (await EffectAsync(_cdp.Profiles.LinkAsync(Email, Laptop))).ShouldBe(IdentityEffect.KeptApart, "the address is Ada's, from whom the laptop is separated");

        var suggestion = await _cdp.Profiles.SuggestAsync(Ada, Identifier.AnonymousId("tablet"), 0.9, "matcher 3");
        (await EffectAsync(_cdp.Profiles.AcceptAsync(suggestion, "olga"))).ShouldBe(IdentityEffect.Joined);
        static async Task<IdentityEffect> EffectAsync(ValueTask<IdentityOutcome> act) => (await act).Effect;
    }

    [Test]
    public async Task LogIn_SaysWhereItJoinedNobody_AndABrowserIsNotTold()
    {
        (await _cdp.LinkAsync(Ada, Laptop)).Notes.ShouldBeEmpty();
        (await _cdp.LinkAsync(Ada, Identifier.UserId(" ada "))).Notes.ShouldBe([new OutcomeNote(EventReason.SameIdentifier, "userId")]);
        await _cdp.Profiles.SeparateAsync(Ada, Laptop);
        var refused = await _cdp.LinkAsync(Ada, Laptop);
        (refused.Status, refused.Notes.ShouldHaveSingleItem()).ShouldBe((EventStatus.Accepted, new OutcomeNote(EventReason.KeptApart, "anonymousId")));
        refused.Detail.ShouldNotBeNull().ShouldContain("RetractAsync");

        await _cdp.LinkAsync(Ada, Email, AssertionStrength.Verified);
        (await _cdp.LinkAsync(Identifier.UserId("bob"), Email, AssertionStrength.Observed)).Notes
            .ShouldBe([new OutcomeNote(EventReason.NotJoined, "email")], "the address was verified to be Ada's");
        var wire = new IdentifyEvent { Source = "web", Identifiers = [Identifier.UserId("eve"), Email] };
        (await _cdp.IngestAsync(wire)).Notes.ShouldBeEmpty("it would tell anybody that the address is somebody's");
    }

    private async Task SeenAsync(string messageId, params Identifier[] who) =>
        (await _cdp.IngestAsync(new TrackEvent { Name = "Order Completed", MessageId = messageId, Identifiers = [.. who] })).Status.ShouldBe(EventStatus.Accepted);

    private async Task OrderAsync(Identifier who, string messageId) =>
        (await _cdp.IngestAsync(new TrackEvent { Name = "Order Completed", MessageId = messageId, Identifiers = [who] })).Status.ShouldBe(EventStatus.Accepted);

    private async Task<string> StateAsync()
    {
        var seen = new List<string>();
        foreach (var who in new[] { Ada, Laptop, Email })
        {
            var profile = await _cdp.Profiles.FindAsync(who, Service);
            seen.Add($"{profile?.Id} {profile?.Events} {string.Join(',', profile?.Segments ?? [])} {(await _cdp.Profiles.HistoryAsync(who)).Count}");
        }

        return string.Join('\n', seen) + (await _cdp.Profiles.CountAsync());
    }
}
