using FirstParty.Consent;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class DecideIngestTests
{
    private static readonly Purpose News = new("news", LawfulBasis.Consent) { Validity = TimeSpan.FromDays(100) };

    // Granted on 2, denied on 4, granted again on 6.
    private static readonly SubjectConsent Wavering = new ConsentStory(News)
        .Then(ConsentAct.Granted, "news", 2).Then(ConsentAct.Denied, "news", 4).Then(ConsentAct.Granted, "news", 6).Consent;

    [TestCase(1,  7, ConsentStatus.Granted,  TestName = "DecideIngest_AdmitsWhatWasHeldWhileUnknown_AfterAGrant")]
    [TestCase(3,  7, ConsentStatus.Granted,  TestName = "DecideIngest_AdmitsWhatHappenedUnderAGrant_AfterAnother")]
    [TestCase(5,  7, ConsentStatus.Denied,   TestName = "DecideIngest_NeverWakesWhatHappenedDuringARefusal")]
    [TestCase(1,  5, ConsentStatus.Denied,   TestName = "DecideIngest_Withholds_WhenRefusedNow")]
    [TestCase(1,  1, ConsentStatus.NotAsked, TestName = "DecideIngest_Withholds_WhenUnknownNow")]
    [TestCase(99, 7, ConsentStatus.Granted,  TestName = "DecideIngest_TakesTheFutureAsNow")]
    public void DecideIngest(int occurred, int now, ConsentStatus expected) =>
        Wavering.DecideIngest("news", Day(occurred), Day(now)).Status.ShouldBe(expected);

    [Test]
    public void DecideIngest_Withholds_WhenTheRefusalBecameKnownLater()
    {
        var story = new ConsentStory(News)
            .Then(ConsentAct.Granted, "news", 1)
            .Then(ConsentAct.Withdrawn, "news", 3, r => r with { RecordedAt = Day(5) })
            .Then(ConsentAct.Granted, "news", 6);

        story.Consent.DecideIngest("news", Day(4), Day(7)).Status.ShouldBe(ConsentStatus.Withdrawn);
    }
}
