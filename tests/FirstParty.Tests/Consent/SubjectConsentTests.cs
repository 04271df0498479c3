using FirstParty.Consent;
using FirstParty.Identity;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class SubjectConsentTests
{
    private static readonly Purpose News = new("news", LawfulBasis.Consent) { DirectMarketing = true };
    private static readonly Purpose Interest = new("interest", LawfulBasis.LegitimateInterests);
    private static readonly Purpose Sale = new("sale", LawfulBasis.LegitimateInterests) { Regime = ConsentRegime.OptOut };
    private static readonly Purpose Order = new("order", LawfulBasis.Contract);

    [Test]
    public void Decide_DropsAReplayedGrant_WhenItArrivesAfterTheWithdrawal()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1, r => r with { InteractionId = "click-1" })
            .Then(ConsentAct.Withdrawn, "news", 5)
            .Then(ConsentAct.Granted, "news", 9, r => r with { InteractionId = "click-1" });

        story.On("news", 10).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Test]
    public void Decide_HonoursARepeatedRefusal_EvenUnderOneInteraction()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Denied, "news", 1, r => r with { InteractionId = "page-1" })
            .Then(ConsentAct.Granted, "news", 3)
            .Then(ConsentAct.Denied, "news", 5, r => r with { InteractionId = "page-1" });

        story.On("news", 6).Status.ShouldBe(ConsentStatus.Denied);
    }

    [Test]
    public void Decide_ClampsAnActFromTheFuture_ToWhenItWasRecorded()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 50, r => r with { RecordedAt = Day(2) })
            .Then(ConsentAct.Withdrawn, "news", 4);

        story.On("news", 3).Status.ShouldBe(ConsentStatus.Granted);
        story.On("news", 60).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [TestCase(ConsentOrigin.Subject,  ConsentOrigin.Import, ConsentStatus.Denied)]
    [TestCase(ConsentOrigin.Guardian, ConsentOrigin.Import, ConsentStatus.Denied)]
    [TestCase(ConsentOrigin.Signal,   ConsentOrigin.Import, ConsentStatus.Denied)]
    [TestCase(ConsentOrigin.Import,   ConsentOrigin.Import, ConsentStatus.Granted)]
    [TestCase(ConsentOrigin.Subject,  ConsentOrigin.Operator, ConsentStatus.Granted)]
    [TestCase(ConsentOrigin.Subject,  ConsentOrigin.Inferred, ConsentStatus.Denied)]
    [TestCase(ConsentOrigin.Subject,  ConsentOrigin.Signal, ConsentStatus.Denied)]
    public void Decide_LetsAGrantOverrideARefusal_OnlyWithTheAuthority(ConsentOrigin refusal, ConsentOrigin grant, ConsentStatus expected)
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Denied, "news", 1, r => r with { Origin = refusal })
            .Then(ConsentAct.Granted, "news", 5, r => r with { Origin = grant });

        story.On("news", 6).Status.ShouldBe(expected);
    }

    [Test]
    public void Decide_KeepsTheSignalsOptOut_UntilItIsAcknowledged()
    {
        var story = new ConsentStory(Sale)
            .Then(ConsentAct.OptedOut, "sale", 1, r => r with { Origin = ConsentOrigin.Signal })
            .Then(ConsentAct.OptedIn, "sale", 3)
            .Then(ConsentAct.OptedIn, "sale", 5, r => r with { Acknowledges = ["gpc"] });

        story.On("sale", 4).Reason.ShouldBe(ConsentReason.Signal);
        story.On("sale", 5).Status.ShouldBe(ConsentStatus.NotOptedOut);
    }

    [Test]
    public void Decide_KeepsTheOptOut_WhenTheSignalIsMerelyGone()
    {
        var story = new ConsentStory(Sale)
            .Then(ConsentAct.OptedOut, "sale", 1, r => r with { Origin = ConsentOrigin.Signal })
            .Then(ConsentAct.GpcOff, "sale", 3);

        story.On("sale", 4).Status.ShouldBe(ConsentStatus.OptedOut);
    }

    [Test]
    public void Decide_FlowsDenialsFromParentToChild_ButNotGrants()
    {
        var child = new Purpose("news.weekly", LawfulBasis.Consent) { Parent = "news" };
        var story = new ConsentStory(News, child)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Granted, "news.weekly", 3)
            .Then(ConsentAct.Withdrawn, "news", 5)
            .Then(ConsentAct.Granted, "news", 7);

        story.On("news.weekly", 2).Status.ShouldBe(ConsentStatus.NotAsked);
        story.On("news.weekly", 4).Status.ShouldBe(ConsentStatus.Granted);
        story.On("news.weekly", 8).Status.ShouldBe(ConsentStatus.Withdrawn);
        story.On("news", 8).Status.ShouldBe(ConsentStatus.Granted);
    }

    [Test]
    public void Decide_AsksForConsent_WhateverTheBasis_WhenTheDeviceIsAccessed()
    {
        var story = new ConsentStory(Interest with { DeviceAccess = true, NoticeGiven = true });

        story.On("interest", 1).Status.ShouldBe(ConsentStatus.NotAsked);
        story.Then(ConsentAct.Granted, "interest", 2).On("interest", 3).Allowed.ShouldBeTrue();
    }

    [Test]
    public void Decide_CountsNotice_OnceAskedOrPublished()
    {
        new ConsentStory(Interest).On("interest", 1).Reason.ShouldBe(ConsentReason.NoticeNotGiven);
        new ConsentStory(Interest).Then(ConsentAct.Asked, "interest", 1).On("interest", 2).Status.ShouldBe(ConsentStatus.NotObjected);
        new ConsentStory(Interest).Published(1, 3).On("interest", 2).Allowed.ShouldBeFalse();
        new ConsentStory(Interest).Published(1, 3).On("interest", 3).Allowed.ShouldBeTrue();
    }

    [Test]
    public void Decide_LetsCompellingGroundsOverrideAnObjection()
    {
        var story = new ConsentStory(Interest with { NoticeGiven = true, CompellingGrounds = "fraud" }).Then(ConsentAct.Objected, "interest", 1);

        story.On("interest", 2).Reason.ShouldBe(ConsentReason.CompellingGrounds);
        story.On("interest", 2).RecordSequence.ShouldBe(0);
    }

    [Test]
    public void Decide_HonoursAnObjectionToDirectMarketing_EvenUnderAContract()
    {
        var story = new ConsentStory(Order with { DirectMarketing = true }).Then(ConsentAct.Objected, "order", 1);

        story.On("order", 2).Status.ShouldBe(ConsentStatus.Objected);
    }

    [Test]
    public void Decide_BlocksWhileRestricted_OnThePurposeOrOnAll()
    {
        var story = new ConsentStory(Order, News)
            .Then(ConsentAct.Restricted, "", 1)
            .Then(ConsentAct.Restricted, "order", 2)
            .Then(ConsentAct.RestrictionLifted, "", 4)
            .Then(ConsentAct.RestrictionLifted, "order", 6);

        story.On("order", 1).Reason.ShouldBe(ConsentReason.Restricted);
        story.On("order", 5).Reason.ShouldBe(ConsentReason.Restricted);
        story.On("order", 6).Allowed.ShouldBeTrue();
        story.On("news", 3).Status.ShouldBe(ConsentStatus.NotAsked);
    }

    [Test]
    public void Decide_BlocksTheErased_UntilTheyComeBack()
    {
        var story = new ConsentStory(Order, News)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Erased, "", 3)
            .Then(ConsentAct.Granted, "news", 8);

        story.On("order", 2).Allowed.ShouldBeTrue();
        story.On("order", 4).Reason.ShouldBe(ConsentReason.Erased);
        story.On("news", 4).Reason.ShouldBe(ConsentReason.Erased);
        story.On("order", 9).Allowed.ShouldBeTrue();
        story.On("news", 9).RecordSequence.ShouldBe(2);
    }

    [Test]
    public void Decide_DropsWhatReplaysAfterAnErasure()
    {
        var story = new ConsentStory(Order, News)
            .Then(ConsentAct.Granted, "news", 1, r => r with { InteractionId = "i" })
            .Then(ConsentAct.Erased, "", 3)
            .Then(ConsentAct.Granted, "news", 8, r => r with { InteractionId = "i" })
            .Then(ConsentAct.Granted, "news", 2, r => r with { RecordedAt = Day(9) });

        story.On("news", 10).Reason.ShouldBe(ConsentReason.Erased);
        story.On("order", 10).Reason.ShouldBe(ConsentReason.Erased);
    }

    [Test]
    public void Decide_AnswersWhatWasKnown_BesidesWhatIsKnown()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Withdrawn, "news", 4, r => r with { RecordedAt = Day(9) });

        story.Consent.Decide("news", Day(5), Day(5)).Status.ShouldBe(ConsentStatus.Granted);
        story.Consent.Decide("news", Day(5)).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [Test]
    public void Decide_KeepsARefusalMadeTogether_AfterTheyPart()
    {
        var other = Identifier.UserId("eve");
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Withdrawn, "news", 6, r => r with { Subject = other, AlsoBinds = [Ada] });

        story.On("news", 7).Status.ShouldBe(ConsentStatus.Withdrawn);
        story.ConsentOf(other).Decide("news", Day(7)).Status.ShouldBe(ConsentStatus.Withdrawn);
    }

    [TestCase(LawfulBasis.LegalObligation, ConsentReason.LegalObligation)]
    [TestCase(LawfulBasis.VitalInterests,  ConsentReason.VitalInterests)]
    [TestCase(LawfulBasis.Contract,        ConsentReason.Contract)]
    public void Decide_NeedsNoRecord_OnBasesThatDoNotAsk(LawfulBasis basis, ConsentReason reason)
    {
        var decision = new ConsentStory(new Purpose("p", basis)).On("p", 1);

        decision.ShouldBe(new ConsentDecision(ConsentStatus.NotApplicable, reason, basis));
    }

    [Test]
    public void Decide_RequiresAnExplicitGrant_ForAutomatedDecisions()
    {
        var story = new ConsentStory(News with { AutomatedDecision = true })
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Granted, "news", 3, r => r with { IsExplicit = true });

        story.On("news", 2).Reason.ShouldBe(ConsentReason.ExplicitConsentRequired);
        story.On("news", 3).Allowed.ShouldBeTrue();
    }

    [Test]
    public void Decide_TakesTheEarlierEnd_OfTheGrantsAndThePurposes()
    {
        var story = new ConsentStory(News with { Validity = TimeSpan.FromDays(10) })
            .Then(ConsentAct.Granted, "news", 1, r => r with { ValidUntil = Day(5) });

        story.On("news", 4).ValidUntil.ShouldBe(Day(5));
        story.On("news", 5).Status.ShouldBe(ConsentStatus.Expired);
    }

    [Test]
    public void Decide_LeavesGrantsOfOtherPurposesAlone_WhenATextForOneChanges()
    {
        var story = new ConsentStory(News, News with { Parent = null }, Interest);

        Should.Throw<ArgumentException>(() => story.Consent).Message.ShouldContain("defined twice");
        var other = new Purpose("other", LawfulBasis.Consent);
        var two = new ConsentStory(News, other).Published(1, 0).Published(2, 5, "news")
            .Then(ConsentAct.Granted, "news", 1).Then(ConsentAct.Granted, "other", 1);
        two.On("news", 6).Status.ShouldBe(ConsentStatus.Stale);
        two.On("other", 6).Status.ShouldBe(ConsentStatus.Granted);
    }

    [Test]
    public void Decide_KeepsUnversionedGrants_WhenTheFirstTextIsPublished()
    {
        var story = new ConsentStory(News).Then(ConsentAct.Granted, "news", 1).Published(1, 5).Published(2, 9);

        story.On("news", 6).Status.ShouldBe(ConsentStatus.Granted);
        story.On("news", 9).Status.ShouldBe(ConsentStatus.Stale);
    }

    [Test]
    public void Decide_Throws_WhenThePurposeIsUnknown() =>
        Should.Throw<ArgumentException>(() => new ConsentStory(News).On("nws", 1)).Message.ShouldContain("Known: news");
}
