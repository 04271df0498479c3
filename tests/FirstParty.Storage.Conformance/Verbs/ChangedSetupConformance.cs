using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Laws;
using FirstParty.Taxonomies;

namespace FirstParty.Storage.Conformance.Verbs;

/// <summary>
/// A kept store that is opened again with another setup: what a person refused stays refused, whatever its definition says by now, and memberships follow.
/// </summary>
/// <typeparam name="TBackend">A place whose second storage sees what the first left behind.</typeparam>
public abstract class ChangedSetupConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    private const string Service = "essential.service";
    private const string Tasting = "tasting";
    private const string Trading = "trading";

    private static readonly Identifier Ada = Identifier.UserId("ada");

    private StoppedClock _clock = null!;
    private TBackend _backend = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void SetUp() => (_clock, _backend) = (new StoppedClock(LawWorld.Now), new TBackend());

    [TearDown]
    public void TearDown() => _backend.Dispose();

    [Test]
    public async Task WhatWasWithdrawn_CannotBeRead_WhateverTheSetupSaysLater([Values] LaterSetup later)
    {
        await using (var cdp = await OpenAsync(Collecting))
        {
            await CollectAsync(cdp);
            await WithdrawAsync(cdp);
            (await SeenAsync(cdp)).ShouldBeEmpty();
        }

        await using (var cdp = await OpenAsync(setup => SetUp(setup, later)))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            (await SeenAsync(cdp)).ShouldBeEmpty();
            (await cdp.Profiles.FindAsync(Ada, Service, Token))!.Withheld.ShouldBe(2);
            (await cdp.Segments.AuditAsync(Token)).Differences.ShouldBeEmpty();
            (await cdp.Privacy.PreviewExportAsync(Ada, Token))!.Events.Length.ShouldBe(2, "the person themselves is shown what is held");
        }

        await using (var cdp = await OpenAsync(Collecting))
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await cdp.Consent.GrantAsync(Ada, Tasting, cancellationToken: Token);
            await cdp.Segments.WhenCurrentAsync(Token);
            (await SeenAsync(cdp)).ShouldBe(All(cdp), ignoreOrder: true);
        }
    }

    [Test]
    public async Task WhatIsPermitted_IsReadUnderAnotherDefinition_UntilItIsWithdrawn(
        [Values(LaterSetup.PurposeAlone, LaterSetup.NoPurposeNamed, LaterSetup.UnknownAccepted, LaterSetup.AnotherPurposeNamed, LaterSetup.NobodyAsked, LaterSetup.ObjectionsOverridden)] LaterSetup later)
    {
        await using (var cdp = await OpenAsync(Collecting))
        {
            await CollectAsync(cdp);
        }

        await using (var cdp = await OpenAsync(setup => SetUp(setup, later)))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            (await SeenAsync(cdp)).ShouldBe(All(cdp), ignoreOrder: true);
            await WithdrawAsync(cdp);
            (await SeenAsync(cdp)).ShouldBeEmpty();
            _clock.Advance(TimeSpan.FromHours(1));
            await cdp.Consent.GrantAsync(Ada, Tasting, cancellationToken: Token);
            (await SeenAsync(cdp)).ShouldBe(All(cdp), ignoreOrder: true);
            (await cdp.Segments.AuditAsync(Token)).Differences.ShouldBeEmpty();
        }
    }

    [Test]
    public async Task Memberships_End_WhenThePurposeOfTheirFactsIsNoLongerRegistered()
    {
        await using (var cdp = await OpenAsync(Collecting))
        {
            await CollectAsync(cdp);
            await cdp.Segments.WhenCurrentAsync(Token);
            (await cdp.Segments.CountAsync("drinkers", Token)).ShouldBe(1);
        }

        await using (var cdp = await OpenAsync(setup => SetUp(setup, LaterSetup.PurposeGone)))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            (await cdp.Segments.CountAsync("drinkers", Token)).ShouldBe(0);
            (await SeenAsync(cdp)).ShouldBeEmpty();
        }
    }

    [Test]
    public async Task Memberships_Follow_WhenADefinitionNamesAPurposeThatItDidNot()
    {
        await using (var cdp = await OpenAsync(setup => SetUp(setup, LaterSetup.NoPurposeNamed)))
        {
            await cdp.TrackAsync(Ada, "Ask", cancellationToken: Token);
            await cdp.Segments.WhenCurrentAsync(Token);
            (await cdp.Segments.CountAsync("drinkers", Token)).ShouldBe(1);
        }

        await using (var cdp = await OpenAsync(Collecting))
        {
            await cdp.Segments.WhenCurrentAsync(Token);
            (await cdp.Segments.CountAsync("drinkers", Token)).ShouldBe(0, "nobody has permitted it");
            (await cdp.Segments.AuditAsync(Token)).Differences.ShouldBeEmpty();
        }
    }

    /// <summary>Who has nothing to do with somebody any more cannot say for them what they permit: what nobody can place is withheld.</summary>
    [Test]
    public async Task WhatAnothersConsentLetIn_CannotBeRead_OnceTheyAreParted_AndNoPurposeIsNamed()
    {
        var laptop = Identifier.AnonymousId("laptop");
        await using (var cdp = await OpenAsync(Collecting))
        {
            var link = await cdp.Profiles.LinkAsync(Ada, laptop, cancellationToken: Token);
            await cdp.Consent.GrantAsync(Ada, Tasting, cancellationToken: Token);
            (await cdp.TrackAsync(laptop, "Ask", cancellationToken: Token)).Status.ShouldBe(EventStatus.Accepted);
            await cdp.Profiles.RetractAsync([link.Act], cancellationToken: Token);
        }

        await using (var cdp = await OpenAsync(setup => SetUp(setup, LaterSetup.NoPurposeNamed)))
        {
            (await cdp.Profiles.EventsAsync(laptop, Service, Token)).ShouldBeEmpty();
        }
    }

    [Test]
    public async Task Purpose_ThatSeesOnlyItsOwn_DoesNotSeeWhatWasCollectedForAnother()
    {
        await using (var cdp = await OpenAsync(Collecting))
        {
            await CollectAsync(cdp);
        }

        await using (var cdp = await OpenAsync(setup => Names(setup, Trading)
            .Purpose(Tasting, LawfulBasis.Consent).Purpose(Trading, LawfulBasis.Contract, trading => trading with { OwnDataOnly = true })))
        {
            (await cdp.Profiles.EventsAsync(Ada, Trading, Token)).ShouldBeEmpty();
            (await cdp.TrackAsync(Ada, "Ask", cancellationToken: Token)).Status.ShouldBe(EventStatus.Accepted);
            (await cdp.Profiles.EventsAsync(Ada, Trading, Token)).Count.ShouldBe(1, "that one is its own");
            (await cdp.Profiles.EventsAsync(Ada, Service, Token)).Count.ShouldBe(2);
        }
    }

    private static void Collecting(FirstPartyBuilder setup) => Names(setup, Tasting).Purpose(Tasting, LawfulBasis.Consent);

    private static FirstPartyBuilder Names(FirstPartyBuilder setup, string? purpose) => Drinkers(setup).Taxonomy(
        data => data.Event("Ask", DataKind.Qualitative, purpose).Trait("tea", DataKind.Qualitative, purpose));

    // A segment may look only at names that something is known of.
    private static FirstPartyBuilder Drinkers(FirstPartyBuilder setup) =>
        setup.Segment("drinkers", Rule.HasTrait("tea") | Rule.Count("Ask").AtLeast(1));

    private static void SetUp(FirstPartyBuilder setup, LaterSetup later)
    {
        _ = later switch
        {
            LaterSetup.Nothing => setup,
            LaterSetup.PurposeAlone => setup.Purpose(Tasting, LawfulBasis.Consent),
            LaterSetup.NoPurposeNamed => Names(setup, null).Purpose(Tasting, LawfulBasis.Consent),
            LaterSetup.PurposeGone => Names(setup, null),
            LaterSetup.UnknownAccepted => Drinkers(setup).Purpose(Tasting, LawfulBasis.Consent).Taxonomy(data => data.UnknownKeys(UnknownKeyPolicy.Accept)),
            LaterSetup.AnotherPurposeNamed => Names(setup, Trading).Purpose(Tasting, LawfulBasis.Consent).Purpose(Trading, LawfulBasis.Contract),
            LaterSetup.NobodyAsked => Names(setup, Tasting).Purpose(Tasting, LawfulBasis.Contract),
            _ => Names(setup, Tasting)
                .Purpose(Tasting, LawfulBasis.LegitimateInterests, tasting => tasting with { NoticeGiven = true, CompellingGrounds = "fraud" }),
        };
    }

    /// <summary>All that there is to see.</summary>
    private static IEnumerable<string> All(CustomerDataPlatform cdp)
    {
        var segments = cdp.Segments.Definitions.Count;
        string[] kinds = ["trait", "event", "claim", "change", .. Enumerable.Repeat("segment", segments)];
        return
        [
            .. cdp.Purposes.SelectMany(purpose => kinds.Select(kind => $"{purpose.Id}: {kind}")),
            .. Enumerable.Repeat("member", segments), .. Enumerable.Repeat("explained", segments), .. Enumerable.Repeat("reported", segments),
        ];
    }

    private static async Task CollectAsync(CustomerDataPlatform cdp)
    {
        await cdp.Consent.GrantAsync(Ada, Tasting, cancellationToken: Token);
        (await cdp.TrackAsync(Ada, "Ask", cancellationToken: Token)).Status.ShouldBe(EventStatus.Accepted);
        (await cdp.IdentifyAsync(Ada, new() { ["tea"] = "Assam" }, cancellationToken: Token)).Status.ShouldBe(EventStatus.Accepted);
        await cdp.Segments.WhenCurrentAsync(Token);
    }

    private async Task WithdrawAsync(CustomerDataPlatform cdp)
    {
        _clock.Advance(TimeSpan.FromHours(1));
        await cdp.Consent.WithdrawAsync(Ada, Tasting, cancellationToken: Token);
    }

    /// <summary>Everything that any read of any purpose shows.</summary>
    private static async Task<List<string>> SeenAsync(CustomerDataPlatform cdp)
    {
        var seen = new List<string>();
        foreach (var purpose in cdp.Purposes.Select(purpose => purpose.Id))
        {
            var profile = (await cdp.Profiles.FindAsync(Ada, purpose, Token))!;
            seen.AddRange(profile.Traits.Keys.Select(_ => $"{purpose}: trait"));
            seen.AddRange(profile.Segments.Select(_ => $"{purpose}: segment"));
            seen.AddRange((await cdp.Profiles.EventsAsync(Ada, purpose, Token)).Select(_ => $"{purpose}: event"));
            seen.AddRange((await cdp.Profiles.ExplainAsync(Ada, "tea", purpose, Token))!.Claims.Select(_ => $"{purpose}: claim"));
            seen.AddRange((await cdp.Profiles.ChangesAsync(0, purpose, cancellationToken: Token)).Changes.Select(_ => $"{purpose}: change"));
        }

        foreach (var segment in cdp.Segments.Definitions.Select(definition => definition.Id))
        {
            seen.AddRange(Enumerable.Repeat("member", (int)await cdp.Segments.CountAsync(segment, Token)));
            seen.AddRange((await cdp.Segments.ExplainAsync(Ada, segment, cancellationToken: Token))!.Holds ? ["explained"] : []);
            seen.AddRange((await cdp.Segments.ReportAsync(segment, Token)).Members > 0 ? ["reported"] : []);
        }

        return seen;
    }

    private ValueTask<CustomerDataPlatform> OpenAsync(Action<FirstPartyBuilder> more) => CustomerDataPlatform.OpenAsync(setup =>
    {
        setup.UseStorage(_ => _backend.Create()).UseTime(_clock).TraitChanges();
        more(setup);
    });
}
