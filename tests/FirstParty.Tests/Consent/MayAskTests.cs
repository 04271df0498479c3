using FirstParty.Consent;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class MayAskTests
{
    private static readonly Purpose News = new("news", LawfulBasis.Consent) { Validity = TimeSpan.FromDays(395) };
    private static readonly Purpose Sale = new("sale", LawfulBasis.LegitimateInterests) { Regime = ConsentRegime.OptOut };
    private static readonly Purpose Order = new("order", LawfulBasis.Contract);

    [TestCase(ConsentAct.Asked,     2,   true)]
    [TestCase(ConsentAct.Granted,   2,   false)]
    [TestCase(ConsentAct.Granted,   396, true)]
    [TestCase(ConsentAct.Denied,    300, false)]
    [TestCase(ConsentAct.Denied,    380, false)]
    [TestCase(ConsentAct.Denied,    396, true)]
    [TestCase(ConsentAct.Withdrawn, 2,   false)]
    public void MayAsk_LeavesPeopleAlone_AsLongAsAConsentWouldLast(ConsentAct act, int day, bool expected) =>
        new ConsentStory(News).Then(act, "news", 1).Consent.MayAsk("news", Day(day)).ShouldBe(expected);

    [TestCase(100, false)]
    [TestCase(366, true)]
    public void MayAsk_WaitsAYear_AfterAnOptOut(int day, bool expected) =>
        new ConsentStory(Sale).Then(ConsentAct.OptedOut, "sale", 1).Consent.MayAsk("sale", Day(day)).ShouldBe(expected);

    [Test]
    public void MayAsk_IsFalse_WhereAskingDecidesNothing() => new ConsentStory(Order).Consent.MayAsk("order", Day(1)).ShouldBeFalse();

    [Test]
    public void MayAsk_IsTrue_WhenNobodyHasAsked() => new ConsentStory(News).Consent.MayAsk("news", Day(1)).ShouldBeTrue();
}
