using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Identity.Maps;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>Ties to devices that hold for 30 days after they were last seen, once somebody says as of when, over a back end.</summary>
public abstract class ExpiryConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";
    private const int Crowd = 450;

    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Email = Identifier.Email("ada@example.com");
    private static readonly Identifier Laptop = Identifier.AnonymousId("laptop");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private StoppedClock _clock = null!;
    private TBackend _backend = null!;
    private Func<FirstPartyStorage> _storage = null!;
    private CustomerDataPlatform _cdp = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _clock = new StoppedClock(Start);
        _backend = new TBackend();
        await OpenAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _cdp.DisposeAsync();
        _backend.Dispose();
    }

    [Test]
    public async Task Expire_PartsWhoWasNotSeenFor30Days_AndEverythingFollows()
    {
        await OrderAsync(Ada, Laptop);
        await OrderAsync(Laptop);
        await OrderAsync(Ada, Email);
        (await _cdp.Profiles.FindAsync(Ada, Service))!.Segments.ShouldBe(["regulars"]);

        _clock.Advance(TimeSpan.FromDays(31));
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada), "nothing expires by the clock");
        var outcome = await _cdp.Profiles.ExpireAsync(actor: "nightly", reason: "30 days");
        outcome.ShouldBe(new ExpiryOutcome(outcome.Act, Start.AddDays(31), Looked: 1, Expired: 1, Parted: 1));
        (await IdOfAsync(Laptop), await IdOfAsync(Email)).ShouldBe((ProfileId.Of(Laptop), ProfileId.Of(Ada)), "an address does not expire here");
        var ada = (await _cdp.Profiles.FindAsync(Ada, Service))!;
        (ada.Events, ada.Segments.Count).ShouldBe((2, 0), "her own orders stay hers, what the device did goes with it");
        var parting = (await _cdp.Profiles.HistoryAsync(Laptop))[^1];
        (parting.Kind, parting.Cause, parting.Other).ShouldBe((ResolutionEntryKind.Split, outcome.Act, ProfileId.Of(Laptop)));
        (await FateAsync()).ShouldBe(LinkFate.Expired);
        await IsAsRebuiltAsync();

        (await _cdp.Profiles.ExpireAsync()).Looked.ShouldBe(0, "once is enough");
        await OrderAsync(Ada, Laptop);
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada), "they were seen together again");
        await IsAsRebuiltAsync();
    }

    [Test]
    public async Task Erase_TakesAlong_WhatOnlyTheErasedEverNamed()
    {
        await OrderAsync(Ada, Laptop);
        _clock.Advance(TimeSpan.FromDays(31));
        (await _cdp.Profiles.ExpireAsync()).Parted.ShouldBe(1);
        await _cdp.Privacy.EraseAsync(Ada);
        (await _cdp.Profiles.CountAsync()).ShouldBe(0, "no fact names the laptop any more");
        await IsAsRebuiltAsync();
    }

    [Test]
    public async Task Expire_CountsTheNewestEvent_ThatTheGraphNeedNotHaveWritten()
    {
        await OrderAsync(Ada, Laptop);
        _clock.Advance(TimeSpan.FromDays(20));
        await OrderAsync(Ada, Laptop); // A known pair: the graph is not written.
        _clock.Advance(TimeSpan.FromDays(20));
        var outcome = await _cdp.Profiles.ExpireAsync();
        (outcome.Looked, outcome.Expired, outcome.Parted).ShouldBe((1, 0, 0));
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada));
        await IsAsRebuiltAsync();
    }

    [Test]
    public async Task Expire_ALateEventIsTooOldToTie_AndAYoungOneThatNamesTheSameIsNot()
    {
        _clock.Advance(TimeSpan.FromDays(60));
        await _cdp.Profiles.ExpireAsync();
        await OrderAsync(Laptop);
        await OrderAsync(Start, Ada, Laptop);
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Laptop));
        await OrderAsync(Ada);
        await OrderAsync(Start, Ada, Laptop);
        await OrderAsync(Ada, Laptop);
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada));
        await IsAsRebuiltAsync();
    }

    [Test]
    public async Task Expire_IsUndoneByItsRetraction()
    {
        await OrderAsync(Ada, Laptop);
        _clock.Advance(TimeSpan.FromDays(31));
        var outcome = await _cdp.Profiles.ExpireAsync();
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Laptop));
        (await _cdp.Profiles.RetractAsync([outcome.Act])).Retracted.ShouldBe([outcome.Act]);
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada));
        (await _cdp.Profiles.HistoryAsync(Laptop)).Select(entry => entry.Kind).ShouldBe([ResolutionEntryKind.Split, ResolutionEntryKind.Merged]);
        await IsAsRebuiltAsync();
    }

    [Test]
    public async Task Preview_OfAnExpiry_AndOfItsRetraction_IsWhatThenHappens()
    {
        await OrderAsync(Ada, Laptop);
        await OrderAsync(Laptop);
        await OrderAsync(Ada, Email);
        _clock.Advance(TimeSpan.FromDays(31));
        (await _cdp.Profiles.PreviewAsync(IdentityProposal.Expire(_clock.GetUtcNow().AddDays(-2)), Service)).IsEmpty.ShouldBeTrue("it was not old then");
        var before = await StateAsync();

        var expiry = await _cdp.Profiles.PreviewAsync(IdentityProposal.Expire(), Service);
        expiry.Steps.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Split);
        expiry.Resolution.Reattributed.ShouldHaveSingleItem("what the device did goes with it");
        expiry.Profiles.Single(profile => profile.Id == ProfileId.Of(Ada)).Left.ShouldBe(["regulars"]);
        (await StateAsync()).ShouldBe(before, "nothing was written");
        (await _cdp.Profiles.HistoryAsync(Laptop)).ShouldNotContain(entry => entry.Kind == ResolutionEntryKind.Split);
        var act = (await _cdp.Profiles.ExpireAsync()).Act;
        await IsForeseenAsync(expiry);
        (await _cdp.Profiles.PreviewAsync(IdentityProposal.Expire(), Service)).IsEmpty.ShouldBeTrue("once is enough");

        var back = await _cdp.Profiles.PreviewAsync(IdentityProposal.Retract([act]), Service);
        back.Steps.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Merged);
        back.Profiles.Single(profile => profile.Id == ProfileId.Of(Ada)).Entered.ShouldBe(["regulars"]);
        await _cdp.Profiles.RetractAsync([act]);
        await IsForeseenAsync(back);
        (await StateAsync()).ShouldBe(before);
        var late = IdentityProposal.Expire(_clock.GetUtcNow().AddSeconds(1));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await _cdp.Profiles.PreviewAsync(late, Service));
    }

    [Test]
    public async Task Expire_KeepsWhatAnOperatorLinked_AndRefusesTheFuture()
    {
        await OrderAsync(Ada);
        await OrderAsync(Laptop);
        await _cdp.Profiles.LinkAsync(Ada, Laptop, "olga");
        _clock.Advance(TimeSpan.FromDays(3_000));
        (await _cdp.Profiles.ExpireAsync()).Looked.ShouldBe(0);
        (await IdOfAsync(Laptop)).ShouldBe(ProfileId.Of(Ada));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await _cdp.Profiles.ExpireAsync(_clock.GetUtcNow().AddSeconds(1)));
    }

    [Test]
    public async Task Expire_GoesThroughManyInSlices_AndTakesUpWhatWasLeft()
    {
        await _cdp.IngestAsync([.. Enumerable.Range(0, Crowd).Select(number => Order(Start, Identifier.UserId($"c{number}"), Identifier.AnonymousId($"d{number}")))]);
        (await _cdp.Profiles.CountAsync()).ShouldBe(Crowd);
        _clock.Advance(TimeSpan.FromDays(31));
        await using (var session = await _storage().BeginWriteAsync(CancellationToken.None))
        {
            // As if the process had died right after the act was logged.
            var act = new ExpireAssertion { Id = FactId.Of("operator", "left"), At = _clock.GetUtcNow(), AsOf = _clock.GetUtcNow() };
            await new IncrementalResolver(Rules(IdentityRules.Default), _clock).ApplyAsync(session.Identity, [act], CancellationToken.None);
            await session.CommitAsync(CancellationToken.None);
        }

        var outcome = await _cdp.Profiles.ExpireAsync(Start);
        outcome.ShouldBe(new ExpiryOutcome(outcome.Act, Start.AddDays(31), Crowd, Crowd, Crowd), "the latest instant counts");
        (await _cdp.Profiles.CountAsync()).ShouldBe(2 * Crowd);
        (await _cdp.RebuildAsync()).ShouldBe(2 * Crowd);
    }

    private static IdentityRules Rules(IdentityRules rules) => rules with
    {
        Namespaces =
        [
            .. rules.Namespaces.Select(rule => rule.Namespace == IdentifierNamespace.AnonymousId ? rule with { ExpiresAfter = TimeSpan.FromDays(30) } : rule),
        ],
    };

    private static TrackEvent Order(DateTimeOffset at, params Identifier[] who) =>
        new() { Name = "Order Completed", Source = "web", Timestamp = at, Identifiers = [.. who] };

    private async Task OpenAsync()
    {
        var storage = _backend.Create();
        _storage = () => storage;
        _cdp = await CustomerDataPlatform.OpenAsync(setup => setup.UseStorage(_ => storage).UseTime(_clock).Identity(Rules)
            .Source("web", Party.First).Taxonomy(data => data.Event("Order Completed", DataKind.Quantitative))
            .Segment("regulars", Rule.Count("Order Completed").AtLeast(3)));
    }

    private Task OrderAsync(params Identifier[] who) => OrderAsync(_clock.GetUtcNow(), who);

    private async Task OrderAsync(DateTimeOffset at, params Identifier[] who) =>
        (await _cdp.IngestAsync(Order(at, who))).Status.ShouldBe(EventStatus.Accepted);

    private async Task<ProfileId?> IdOfAsync(Identifier who) => (await _cdp.Profiles.FindAsync(who, Service))?.Id;

    private async Task IsForeseenAsync(ProfilePreview preview)
    {
        foreach (var (id, foreseen) in preview.Profiles.Select(profile => (profile.Id, profile.After)))
        {
            var live = await _cdp.Profiles.FindAsync(id, Service);
            if (foreseen is null)
            {
                live?.Id.ShouldNotBe(id);
                continue;
            }

            live.ShouldNotBeNull().Id.ShouldBe(id);
            live.Events.ShouldBe(foreseen.Events);
            live.Segments.ShouldBe(foreseen.Segments);
        }
    }

    private async Task<LinkFate> FateAsync() =>
        (await _cdp.Profiles.MapAsync(Laptop, Service))!.Links.Single(link => link.Second == Laptop).Fate;

    private async Task IsAsRebuiltAsync()
    {
        var live = await StateAsync();
        await _cdp.RebuildAsync();
        (await StateAsync()).ShouldBe(live);
    }

    private async Task<string> StateAsync()
    {
        var seen = new List<string>();
        foreach (var who in new[] { Ada, Laptop, Email })
        {
            var profile = await _cdp.Profiles.FindAsync(who, Service);
            seen.Add($"{profile?.Id} {profile?.Events} {string.Join(',', profile?.Segments ?? [])}");
        }

        return string.Join('\n', seen);
    }
}
