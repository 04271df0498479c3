using FirstParty.Taxonomies;

namespace FirstParty.Tests.Taxonomies;

[TestFixture]
public sealed class TaxonomyBuilderTests
{
    [Test]
    public void TryBuild_ReportsEveryMistakeAtOnce()
    {
        var built = new TaxonomyBuilder()
            .Source("broker", Party.Third)
            .Source("form", Party.Zero, source => source with { DefaultExplicitness = Explicitness.Inferred })
            .Source("abroad", Party.First, source => source with { Country = "Sweden", StaleAfter = TimeSpan.Zero })
            .Trait("personalNumber", Standard.Identity.NationalId.Personnummer)
            .Trait("income", Standard.Demographics.Income with { Sensitivity = Sensitivity.Personal })
            .Trait("illness", DataKind.Descriptive, refine: trait => trait with { SpecialCategories = SpecialCategories.Health })
            .Trait("pseudonym", DataKind.Identity, refine: trait => trait with { Sensitivity = Sensitivity.NonPersonal })
            .Trait("tea", DataKind.Qualitative).Trait("tea", DataKind.Descriptive)
            .Event("Poured", DataKind.Quantitative, refine: pour => pour with { Retention = TimeSpan.Zero, Version = 0 })
            .UnknownKeys(UnknownKeyPolicy.Accept, Sensitivity.NonPersonal)
            .TryBuild(out var taxonomy, out var mistakes);

        built.ShouldBeFalse();
        taxonomy.ShouldBeNull();
        mistakes.Select(mistake => mistake.Name).ShouldBe(
        [
            "Poured", "Poured", "abroad", "abroad", "broker", "broker", "form", "illness", "income", "personalNumber", "pseudonym", "tea",
            "unknown keys",
        ]);
    }

    [Test]
    public void Build_ListsTheMistakes_WhenThereAreAny() =>
        Should.Throw<InvalidOperationException>(() => new TaxonomyBuilder().Source("broker", Party.Third).Build())
            .Message.ShouldContain("agreement");

    [Test]
    public void Build_AcceptsTheSameDefinitionTwice() =>
        new TaxonomyBuilder()
            .Source("web", Party.First).Source("web", Party.First)
            .Trait("tea", DataKind.Qualitative).Trait("tea", DataKind.Qualitative)
            .Event("Bought", Standard.Commerce.Order.Placed).Event("Bought", Standard.Commerce.Order.Placed)
            .Build().Traits["tea"].Key.ShouldBe("tea");

    [Test]
    public void Trait_HoldsANationalId_WhenItIsJustified() =>
        new TaxonomyBuilder()
            .Trait("personalNumber", Standard.Identity.NationalId.Personnummer with { NationalIdJustification = "Credit sale" })
            .Build().Traits["personalNumber"].Sensitivity.ShouldBe(Sensitivity.NationalId);

    [Test]
    public void Trait_KeepsTheCataloguesKey_WhenNameAndKindAgree()
    {
        var taxonomy = new TaxonomyBuilder()
            .Trait("email", DataKind.Identity, purpose: "newsletter")
            .Trait("title", DataKind.Qualitative)
            .Event("Session Recorded", DataKind.Qualitative)
            .Build();

        taxonomy.Traits["email"].ShouldBe(Standard.Identity.Email with { Purpose = "newsletter" });
        taxonomy.Traits["title"].Key.ShouldBe("title");
        taxonomy.Events["Session Recorded"].Sensitivity.ShouldBe(Sensitivity.Confidential);
    }

    [Test]
    public void Build_Refuses_WhenTwoNamesOfOneKeyDiffer()
    {
        new TaxonomyBuilder()
            .Event("Bought", Standard.Commerce.Order.Placed)
            .Event("Bought at the clinic", Standard.Commerce.Order.Placed with
            {
                Sensitivity = Sensitivity.SpecialCategory, SpecialCategories = SpecialCategories.Health,
            })
            .TryBuild(out _, out var mistakes).ShouldBeFalse();
        mistakes.Select(mistake => mistake.Name).ShouldBe(["Bought", "Bought at the clinic"]);
    }

    [Test]
    public void Build_Refuses_WhenMembersOfOneObjectHaveDifferentPurposes()
    {
        new TaxonomyBuilder()
            .Trait("home.size", DataKind.Descriptive, purpose: "a")
            .Trait("home.colour", DataKind.Descriptive, purpose: "b")
            .TryBuild(out _, out var mistakes).ShouldBeFalse();
        mistakes.Single().Name.ShouldBe("home");
    }

    [Test]
    public void WithoutStandardCatalogue_KnowsOnlyTheCalls()
    {
        var taxonomy = new TaxonomyBuilder().WithoutStandardCatalogue().Event("Poured", DataKind.Quantitative).Build();

        taxonomy.Events.Keys.ShouldBe(["Page Viewed", "Screen Viewed", "Identify", "Group", "Alias", "Poured"], ignoreOrder: true);
        taxonomy.Traits.ShouldBeEmpty();
    }

    [Test]
    public void StandardCatalogue_LeavesPartsOfTheEnvelopeOut()
    {
        var taxonomy = new TaxonomyBuilder().Build();

        taxonomy.Events.Keys.Concat(taxonomy.Traits.Keys).ShouldAllBe(name => !name.StartsWith('('));
        taxonomy.Events["Order Completed"].ShouldBeSameAs(Standard.Commerce.Order.Placed);
        taxonomy.Traits["firstName"].ShouldBeSameAs(Standard.Identity.Name.First);
    }

    [TestCase(null)]
    [TestCase(" ")]
    public void Trait_Throws_WhenTheNameIsBlank(string? name) =>
        Should.Throw<ArgumentException>(() => new TaxonomyBuilder().Trait(name!, DataKind.Descriptive));

    [Test]
    public void Source_IsStale_AtItsAge()
    {
        var partner = new SourceDefinition("partner", Party.Second) { StaleAfter = TimeSpan.FromDays(30) };
        var seen = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        partner.IsStale(seen, seen.AddDays(30).AddTicks(-1)).ShouldBeFalse();
        partner.IsStale(seen, seen.AddDays(30)).ShouldBeTrue();
        new SourceDefinition("broker", Party.Third).IsStale(seen, seen.AddDays(365)).ShouldBeTrue();
        new SourceDefinition("web", Party.First).IsStale(seen, seen.AddYears(50)).ShouldBeFalse();
    }
}
