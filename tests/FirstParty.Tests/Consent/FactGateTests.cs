using FirstParty.Consent;
using FirstParty.Taxonomies;
using static FirstParty.Tests.Consent.ConsentStory;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class FactGateTests
{
    private static readonly Purpose Plain = new("p", LawfulBasis.Consent);
    private static readonly FactClass Ordinary = new(Party.First);

    [TestCase(Sensitivity.NonPersonal,     null)]
    [TestCase(Sensitivity.Personal,        null)]
    [TestCase(Sensitivity.Confidential,    null)]
    [TestCase(Sensitivity.CriminalOffence, ConsentReason.SensitivityAbovePurpose)]
    [TestCase(Sensitivity.NationalId,      ConsentReason.SensitivityAbovePurpose)]
    [TestCase(Sensitivity.SpecialCategory, ConsentReason.SensitivityAbovePurpose)]
    public void Decide_KeepsSensitiveFactsOut_ByDefault(Sensitivity sensitivity, ConsentReason? reason) =>
        Reason(Plain, Ordinary with { Sensitivity = sensitivity }).ShouldBe(reason);

    [Test]
    public void Decide_LetsNationalIdsIn_OnlyWithAJustification()
    {
        var fact = Ordinary with { Sensitivity = Sensitivity.NationalId, NationalId = true };

        Reason(Plain with { MaxSensitivity = Sensitivity.SpecialCategory }, fact).ShouldBe(ConsentReason.NationalIdNeedsJustification);
        Reason(Plain with { NationalIdJustification = "credit check" }, fact).ShouldBeNull();
        Reason(Plain, Ordinary with { NationalId = true }).ShouldBe(ConsentReason.NationalIdNeedsJustification);
    }

    [Test]
    public void Decide_LetsSpecialCategoriesIn_OnlyExplicitlyOrOnAGround()
    {
        var fact = Ordinary with { Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health };
        var purpose = Plain with { MaxSensitivity = Sensitivity.SpecialCategory };

        Reason(purpose, fact).ShouldBe(ConsentReason.ExplicitConsentRequired);
        Reason(purpose, fact, isExplicit: true).ShouldBeNull();
        Reason(Plain with { Article9Ground = Article9Ground.HealthOrSocialCare }, fact).ShouldBeNull();
        Reason(Plain, Ordinary with { SpecialCategories = SpecialCategories.PoliticalOpinions }).ShouldBe(ConsentReason.ExplicitConsentRequired);
    }

    [Test]
    public void Decide_LetsOffencesIn_OnlyWithAuthority()
    {
        var fact = Ordinary with { Sensitivity = Sensitivity.CriminalOffence };

        Reason(Plain with { MaxSensitivity = Sensitivity.NationalId }, fact).ShouldBe(ConsentReason.CriminalOffenceNeedsAuthority);
        Reason(Plain with { CriminalOffenceAuthority = "an act" }, fact).ShouldBeNull();
    }

    [TestCase(Party.Zero,   null)]
    [TestCase(Party.First,  null)]
    [TestCase(Party.Second, null)]
    [TestCase(Party.Third,  ConsentReason.PartyNotAllowed)]
    public void Decide_KeepsPartiesOut_ThatThePurposeDoesNotAllow(Party party, ConsentReason? reason) =>
        Reason(StandardPurposes.MarketingEmail, new FactClass(party)).ShouldBe(reason);

    [TestCase("identity.email",    null,                 null)]
    [TestCase("identity.emailOld", null,                 ConsentReason.CategoryNotAllowed)]
    [TestCase("web.page.viewed",   "user.contact.email", null)]
    [TestCase("web.page.viewed",   "user.contact",       null)]
    [TestCase("web.page.viewed",   "user.contacts",      ConsentReason.CategoryNotAllowed)]
    [TestCase(null,                null,                 ConsentReason.CategoryNotAllowed)]
    public void Decide_KeepsCategoriesOut_ThatThePurposeDoesNotDeclare(string? key, string? category, ConsentReason? reason) =>
        Reason(
            Plain with { AllowedCategories = ["identity.email", "user.contact"] }, Ordinary with { Category = key, DataCategory = category })
            .ShouldBe(reason);

    [Test]
    public void Decide_KeepsARefusalsOwnReason_WhateverTheFact()
    {
        var consent = new ConsentStory(Plain).Then(ConsentAct.Denied, "p", 1).Consent;

        consent.Decide("p", Day(2), Ordinary with { Sensitivity = Sensitivity.SpecialCategory }).Reason.ShouldBe(ConsentReason.Subject);
    }

    private static ConsentReason? Reason(Purpose purpose, FactClass fact, bool isExplicit = false)
    {
        var consent = new ConsentStory(purpose).Then(ConsentAct.Granted, purpose.Id, 1, r => r with { IsExplicit = isExplicit }).Consent;
        var decision = consent.Decide(purpose.Id, Day(2), fact);
        consent.Decide(purpose.Id, Day(2), Day(2), fact).ShouldBe(decision);
        consent.DecideIngest(purpose.Id, Day(2), Day(2), fact).ShouldBe(decision);
        return decision.Allowed ? null : decision.Reason;
    }
}
