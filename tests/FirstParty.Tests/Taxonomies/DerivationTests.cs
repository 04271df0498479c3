using FirstParty.Identity;
using FirstParty.Taxonomies;
using FsCheck.Fluent;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class DerivationTests
{
    [Test]
    public void Combine_TakesTheLeastDirectPartyAndTheHighestSensitivity()
    {
        var derivation = Derivation.Combine(
            Standard.Score.Propensity,
            "propensity-v2",
            new DerivationInput(Fact("a"), Party.Zero),
            new DerivationInput(Fact("b"), Party.Third, Sensitivity.Confidential),
            new DerivationInput(Fact("c"), Party.First, Sensitivity.SpecialCategory, SpecialCategories.Health),
            new DerivationInput(Fact("d"), Party.First, Sensitivity.SpecialCategory, SpecialCategories.Genetic, HoldsNationalId: true));

        derivation.Model.ShouldBe("propensity-v2");
        derivation.Classification.Party.ShouldBe(Party.Third);
        derivation.Classification.Explicitness.ShouldBe(Explicitness.Inferred);
        derivation.Classification.Sensitivity.ShouldBe(Sensitivity.SpecialCategory);
        derivation.Classification.SpecialCategories.ShouldBe(SpecialCategories.Health | SpecialCategories.Genetic);
        derivation.Classification.HoldsNationalId.ShouldBeTrue();
        derivation.Inputs.ShouldBe(new[] { Fact("a"), Fact("b"), Fact("c"), Fact("d") }.Order());
    }

    [Test]
    public void Combine_IsAtLeastAsSensitiveAsTheDefinition() =>
        Derivation.Combine(Standard.Demographics.Income, "income-v1", new DerivationInput(Fact("a"), Party.First))
            .Classification.Sensitivity.ShouldBe(Sensitivity.Confidential);

    [Test]
    public void Combine_IsNeverZeroParty() =>
        Derivation.Combine(Standard.Score.Churn, "churn-v1", new DerivationInput(Fact("a"), Party.Zero))
            .Classification.Party.ShouldBe(Party.First);

    [Test]
    public void Combine_Throws_WhenThereAreNoInputs() =>
        Should.Throw<ArgumentException>(() => Derivation.Combine(Standard.Score.Churn, "churn-v1"));

    [Law]
    public FsCheck.Property Combine_DoesNotDependOnOrder((byte, byte, byte)[] seeds)
    {
        var inputs = seeds.Append(((byte)0, (byte)0, (byte)0)).Select(seed => new DerivationInput(
            new FactId("web", seed.Item1), (Party)(seed.Item2 % 4), (Sensitivity)(seed.Item3 % 6), (SpecialCategories)(seed.Item3 >> 4))).ToList();
        var forwards = Derivation.Combine(Standard.Score.Churn, "m", inputs);
        var backwards = Derivation.Combine(Standard.Score.Churn, "m", inputs.AsEnumerable().Reverse());

        return (forwards.Classification == backwards.Classification && forwards.Inputs.SequenceEqual(backwards.Inputs)).ToProperty();
    }

    private static FactId Fact(string messageId) => FactId.Of("web", messageId);
}
