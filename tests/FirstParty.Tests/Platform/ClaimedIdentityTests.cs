using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Platform;

/// <summary>Whoever claims to be somebody else gains nothing by it, and takes nothing from them for good.</summary>
public sealed class ClaimedIdentityTests
{
    private const string Ads = "ads.personalised";

    private static readonly Identifier Victim = Identifier.UserId("victim");
    private static readonly Identifier Attacker = Identifier.AnonymousId("attackers-browser");

    private static async Task<CustomerDataPlatform> OpenAsync()
    {
        var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseInMemory().Purpose(StandardPurposes.AdsPersonalised).Source("web", Party.First));
        await cdp.IdentifyAsync(Victim, new() { ["firstName"] = "Vera" });
        await cdp.From("web").IngestAsync(new IdentifyEvent { Identifiers = [Attacker, Victim] });
        return cdp;
    }

    [Test]
    public async Task Grant_ByAClaimant_OpensNothingOfTheVictim()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Attacker, Ads);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Allowed.ShouldBeFalse();
        (await cdp.Profiles.FindAsync(Victim, Ads))!.Traits.ShouldBeEmpty();
        (await cdp.Profiles.FindAsync(Attacker, Ads))!.Traits.ShouldNotContainKey("firstName");
    }

    [Test]
    public async Task Notice_ByAClaimant_IsNoNoticeToTheVictim()
    {
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseInMemory().Purpose("improve", LawfulBasis.LegitimateInterests, purpose => purpose with { NoticeGiven = false }));
        await cdp.IdentifyAsync(Victim, new() { ["firstName"] = "Vera" });
        await cdp.From("web").IngestAsync(new IdentifyEvent { Identifiers = [Attacker, Victim] });

        await cdp.Consent.AskAsync(Attacker, "improve");
        (await cdp.Consent.DecideAsync(Victim, "improve")).Reason.ShouldBe(ConsentReason.NoticeNotGiven);

        await cdp.Consent.AskAsync(Victim, "improve");
        (await cdp.Consent.DecideAsync(Victim, "improve")).Allowed.ShouldBeTrue("the notice was theirs");
    }

    [Test]
    public async Task Restriction_IsNotLiftedByAClaimant()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Victim, Ads);
        await cdp.Consent.RestrictAsync(Victim);

        await cdp.Consent.LiftRestrictionAsync(Attacker);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Reason.ShouldBe(ConsentReason.Restricted);

        await cdp.Consent.LiftRestrictionAsync(Victim);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Allowed.ShouldBeTrue();
    }

    [Test]
    public async Task Age_ByAClaimant_MakesNobodyOlder()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Victim, Ads);
        await cdp.Consent.AssertAgeAsync(Victim, 12);
        await cdp.Consent.AssertAgeAsync(Attacker, 40, assurance: ConsentAssurance.Verified);

        (await cdp.Consent.DecideAsync(Victim, Ads)).Allowed.ShouldBeFalse();
    }

    [Test]
    public async Task Refusal_ByAClaimant_IsGoneWithTheClaim()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Victim, Ads);
        await cdp.Consent.WithdrawAsync(Attacker, Ads);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Allowed.ShouldBeFalse("while they are taken for one person, a refusal binds");
        await cdp.Profiles.SeparateAsync(Attacker, Victim);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Allowed.ShouldBeTrue();
    }

    [Test]
    public async Task Read_ByAClaimant_ShowsNothingOfTheVictim()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Victim, Ads);
        (await cdp.Profiles.FindOwnAsync(Attacker, "essential.service"))!.Traits.ShouldBeEmpty();
        (await cdp.Consent.DecideAllOwnAsync(Attacker))[Ads].Status.ShouldBe(ConsentStatus.NotAsked);
    }

    [Test]
    public async Task Grant_OverAVerifiedLink_CountsForThePerson()
    {
        await using var cdp = await OpenAsync();
        await cdp.LinkAsync(Attacker, Victim); // The host vouches: it is the victim's own browser after all.
        await cdp.Consent.GrantAsync(Attacker, Ads);
        (await cdp.Profiles.FindAsync(Victim, Ads))!["firstName"]!.AsString().ShouldBe("Vera");
    }

    [Test]
    public async Task Withdrawal_Stands_HoweverManyClaimToBeThePerson()
    {
        await using var cdp = await OpenAsync();
        await cdp.Consent.GrantAsync(Victim, Ads);
        await cdp.IngestAsync([.. Enumerable.Range(0, 1_100).Select(n =>
            (CustomerEvent)new IdentifyEvent { Source = "web", Identifiers = [Identifier.AnonymousId($"claimant-{n}"), Victim] })]);
        await cdp.Consent.WithdrawAsync(Victim, Ads);
        (await cdp.Consent.DecideAsync(Victim, Ads)).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    /// <summary>A friend's address, typed at the checkout.</summary>
    [Test]
    public async Task Address_ThatItsOwnerVerified_StaysTheirs_HoweverOftenItIsTyped()
    {
        await using var cdp = await OpenAsync();
        var (address, mallory) = (Identifier.Email("vera@example.com"), Identifier.UserId("mallory"));
        await cdp.LinkAsync(Victim, address, AssertionStrength.Verified);
        for (var typed = 0; typed < 3; typed++)
        {
            await cdp.From("web").IngestAsync(new IdentifyEvent { Identifiers = [mallory, Identifier.AnonymousId("mallorys"), address] });
        }

        var owner = (await cdp.Profiles.FindAsync(Victim, "essential.service"))!.Id;
        (await cdp.Profiles.FindAsync(address, "essential.service"))!.Id.ShouldBe(owner);
        (await cdp.Profiles.FindAsync(mallory, "essential.service"))!.Id.ShouldNotBe(owner);
        (await cdp.Profiles.FindOwnAsync(mallory, "essential.service"))!.Traits.ShouldBeEmpty();
    }
}
