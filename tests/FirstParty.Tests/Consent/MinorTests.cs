using FirstParty.Consent;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class MinorTests
{
    private static readonly Purpose News = new("news", LawfulBasis.Consent);
    private static readonly Purpose Ads = new("ads", LawfulBasis.Consent) { ProfilingForAds = true };
    private static readonly Purpose Sale = new("sale", LawfulBasis.LegitimateInterests) { Regime = ConsentRegime.OptOut };

    [Test]
    public void Decide_LetsAGuardianGrant_AndAsksTheYoungPersonWhenOfAge()
    {
        var story = Child(12).Then(ConsentAct.Granted, "news", 1, r => r with { Origin = ConsentOrigin.Guardian });

        story.On("news", 2).Allowed.ShouldBeTrue();
        story.On("news", 2).ReaffirmDue.ShouldBeFalse();
        story.On("news", 366).Allowed.ShouldBeTrue();
        story.On("news", 366).ReaffirmDue.ShouldBeTrue();
    }

    [Test]
    public void Decide_LetsAChildGrant_WhileAGuardianAuthorises()
    {
        var story = Child(12)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.GuardianAuthorised, "", 3)
            .Then(ConsentAct.GuardianRevoked, "news", 5);

        story.On("news", 2).Reason.ShouldBe(ConsentReason.ParentalAuthorisationMissing);
        story.On("news", 4).Allowed.ShouldBeTrue();
        story.On("news", 6).Reason.ShouldBe(ConsentReason.ParentalAuthorisationMissing);
    }

    [Test]
    public void Decide_DoesNotHealAChildsGrant_ByGrowingUp()
    {
        var story = Child(12).Then(ConsentAct.Granted, "news", 1);

        story.On("news", 400).Reason.ShouldBe(ConsentReason.ParentalAuthorisationMissing);
        story.Then(ConsentAct.Granted, "news", 400).On("news", 401).Allowed.ShouldBeTrue();
    }

    [Test]
    public void Decide_NeverAdvertisesOnProfiles_ToAKnownMinor()
    {
        var story = Child(17).Then(ConsentAct.Granted, "ads", 1);

        story.On("ads", 2).Reason.ShouldBe(ConsentReason.AdsProfilingOfMinor);
        story.On("ads", 365).Allowed.ShouldBeTrue();
    }

    [TestCase(12, ConsentOrigin.Subject,  ConsentReason.ParentalAuthorisationMissing)]
    [TestCase(12, ConsentOrigin.Guardian, ConsentReason.OptOutRegime)]
    [TestCase(13, ConsentOrigin.Subject,  ConsentReason.OptOutRegime)]
    public void Decide_MakesOptOutAnOptIn_ForAMinor(int age, ConsentOrigin origin, ConsentReason reason)
    {
        var story = Child(age).Then(ConsentAct.OptedIn, "sale", 5, r => r with { Origin = origin });

        story.On("sale", 4).Reason.ShouldBe(ConsentReason.MinorMustOptIn);
        story.On("sale", 6).Reason.ShouldBe(reason);
    }

    [Test]
    public void Decide_TrustsTheBestIdentifiedAge_AndOfEqualsTheYoungest()
    {
        var story = Child(12).Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.AgeAsserted, "", 2, r => r with { AgeYears = 30 })
            .Then(ConsentAct.AgeAsserted, "", 4, r => r with { BornOn = new DateOnly(1950, 1, 1), Assurance = ConsentAssurance.Verified });

        story.On("news", 3).Allowed.ShouldBeFalse();
        story.On("news", 4).Allowed.ShouldBeTrue();
    }

    [Test]
    public void Decide_TakesAnUnknownAgeForAChilds_WhenTheServiceIsForChildren()
    {
        var story = new ConsentStory(News, Sale) { Rules = rules => rules with { DirectedAtChildren = true } }.Then(ConsentAct.Granted, "news", 1);

        story.On("news", 2).Reason.ShouldBe(ConsentReason.AgeUnknown);
        story.On("sale", 2).Reason.ShouldBe(ConsentReason.AgeUnknown);
    }

    [TestCase("SE",    13)]
    [TestCase("SE-AB", 13)]
    [TestCase("DK",    15)]
    [TestCase("DE",    16)]
    [TestCase("XX",    16)]
    [TestCase(null,    16)]
    public void In_GivesTheLawsAge_OrSixteen(string? jurisdiction, int age) => AgesOfConsent.Standard.In(jurisdiction).ShouldBe(age);

    private static ConsentStory Child(int age) =>
        new ConsentStory(News, Ads, Sale) { Rules = rules => rules with { Jurisdiction = "SE" } }
            .Then(ConsentAct.AgeAsserted, "", 0, r => r with { AgeYears = age });
}
