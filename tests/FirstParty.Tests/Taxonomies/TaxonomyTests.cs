using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Scanning;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class TaxonomyTests
{
    private static readonly Taxonomy Shop = Make().Build();

    [Test]
    public void ClassifyEvent_JoinsDefinitionAndSource_WhenBothAreKnown()
    {
        var classification = Shop.ClassifyEvent("web", "Order Completed");

        classification.Outcome.ShouldBe(ClassificationOutcome.Classified);
        classification.Definition.ShouldBeSameAs(Standard.Commerce.Order.Placed);
        classification.Party.ShouldBe(Party.First);
        classification.Explicitness.ShouldBe(Explicitness.Implicit);
        classification.Kind.ShouldBe(DataKind.Quantitative);
        classification.Sensitivity.ShouldBe(Sensitivity.Personal);
        classification.IsAccepted.ShouldBeTrue();
    }

    // Rule 1: a person's own source holds only what the person stated.
    [TestCase("preference-centre", null,                  Party.Zero,  Explicitness.Explicit)]
    [TestCase("preference-centre", Explicitness.Implicit, Party.First, Explicitness.Implicit)]
    [TestCase("preference-centre", Explicitness.Inferred, Party.First, Explicitness.Inferred)]
    [TestCase("web",               null,                  Party.First, Explicitness.Implicit)]
    [TestCase("web",               Explicitness.Explicit, Party.First, Explicitness.Explicit)]
    [TestCase("partner",           null,                  Party.Second, Explicitness.Implicit)]
    [TestCase("broker",            null,                  Party.Third, Explicitness.Inferred)]
    public void ClassifyTrait_TakesThePartyFromTheSource(string source, Explicitness? stated, Party party, Explicitness explicitness)
    {
        var classification = Shop.ClassifyTrait(source, "age", stated);

        (classification.Party, classification.Explicitness).ShouldBe((party, explicitness));
    }

    [Test]
    public void ClassifyEvent_IsNeverZeroParty_WhenNobodyStatesSuchAnEvent()
    {
        var view = Shop.ClassifyEvent("preference-centre", "Page Viewed");
        var answer = Shop.ClassifyEvent("preference-centre", "Survey Answered");

        (view.Party, view.Explicitness).ShouldBe((Party.First, Explicitness.Implicit));
        (answer.Party, answer.Explicitness).ShouldBe((Party.Zero, Explicitness.Explicit));
    }

    [TestCase(UnknownKeyPolicy.Reject,     ClassificationOutcome.Rejected,     false)]
    [TestCase(UnknownKeyPolicy.Quarantine, ClassificationOutcome.Quarantined,  false)]
    [TestCase(UnknownKeyPolicy.Accept,     ClassificationOutcome.Unclassified, true)]
    public void Classify_FollowsThePolicyAndCounts_WhenTheNameIsUnknown(UnknownKeyPolicy policy, ClassificationOutcome outcome, bool accepted)
    {
        var taxonomy = Make().UnknownKeys(policy).Build();

        var unknownEvent = taxonomy.ClassifyEvent("web", "Tea Poured");
        var unknownTrait = taxonomy.ClassifyTrait("web", "teaCup");

        (unknownEvent.Outcome, unknownEvent.Problem).ShouldBe((outcome, ClassificationProblem.UnknownEvent));
        (unknownTrait.Outcome, unknownTrait.Problem).ShouldBe((outcome, ClassificationProblem.UnknownTrait));
        unknownEvent.IsAccepted.ShouldBe(accepted);
        unknownTrait.Sensitivity.ShouldBe(Sensitivity.Confidential);
        taxonomy.UnknownCounts.ShouldBe(new UnknownKeyCounts(
            policy == UnknownKeyPolicy.Reject ? 2 : 0,
            policy == UnknownKeyPolicy.Quarantine ? 2 : 0,
            policy == UnknownKeyPolicy.Accept ? 2 : 0));
    }

    [Test]
    public void Classify_Rejects_WhenTheSourceIsUnknown()
    {
        var classification = Shop.ClassifyEvent("nowhere", "Order Completed");

        classification.Outcome.ShouldBe(ClassificationOutcome.Rejected);
        classification.Problem.ShouldBe(ClassificationProblem.UnknownSource);
        default(Classification).IsAccepted.ShouldBeFalse();
    }

    [TestCase("order completed",   "Order Completed")]
    [TestCase("OrderCompleted",    "Order Completed")]
    [TestCase("order_completed",   "Order Completed")]
    [TestCase("Order Complete",    "Order Completed")]
    [TestCase("Odrer Completed",   "Order Completed")]
    [TestCase("Köp genomfört!",    "Köp genomfört")]
    [TestCase("Something else",    null)]
    [TestCase("",                  null)]
    [TestCase("!!!",               null)]
    public void SuggestEvent_FindsWhatWasMeant(string name, string? expected) => Shop.SuggestEvent(name).ShouldBe(expected);

    [Test]
    public void SuggestTrait_IsBounded_WhenTheNameIsLong() => Shop.SuggestTrait(new string('a', 100_000)).ShouldBeNull();

    [TestCase("address", DataKind.Identity)]
    [TestCase("company", DataKind.Descriptive)]
    public void ClassifyTrait_KnowsTheWholeByItsMembers(string name, DataKind kind)
    {
        var classification = Shop.ClassifyTrait("web", name);

        classification.Outcome.ShouldBe(ClassificationOutcome.Classified);
        classification.Kind.ShouldBe(kind);
        ((AttributeDefinition)classification.Definition!).ValueType.ShouldBe(AttributeValueType.Object);
    }

    [Test]
    public void RaisedBy_NeverLowers()
    {
        var health = Shop.ClassifyTrait("web", "condition");

        health.RaisedBy(Sensitivity.Personal, SpecialCategories.Genetic).Sensitivity.ShouldBe(Sensitivity.SpecialCategory);
        health.RaisedBy(Sensitivity.Personal, SpecialCategories.Genetic).SpecialCategories
            .ShouldBe(SpecialCategories.Health | SpecialCategories.Genetic);
        health.RaisedBy(ScanResult.Clean).ShouldBe(health);
    }

    [Test]
    public void Classify_AllocatesNothing()
    {
        Shop.ClassifyEvent("web", "Order Completed");
        Shop.ClassifyTrait("web", "favouriteTea");
        Shop.ClassifyTrait("web", "nobodyKnows");
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 1_000; round++)
        {
            Shop.ClassifyEvent("web", "Order Completed");
            Shop.ClassifyTrait("web", "favouriteTea");
            Shop.ClassifyTrait("web", "nobodyKnows");
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static TaxonomyBuilder Make() => new TaxonomyBuilder()
        .Source("web", Party.First)
        .Source("preference-centre", Party.Zero)
        .Source("partner", Party.Second, source => source with { AgreementReference = "A-17", NoticeReference = "privacy#partners" })
        .Source("broker", Party.Third, source => source with { AgreementReference = "B-4", NoticeReference = "privacy#brokers" })
        .Trait("favouriteTea", DataKind.Qualitative, purpose: "personalisation")
        .Trait("condition", Standard.Sensitive.Health)
        .Event("Köp genomfört", Standard.Commerce.Order.Placed);
}
