using FirstParty.Consent;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class PurposeRegistryTests
{
    private static readonly Purpose Good = new("good", LawfulBasis.Consent);

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case("bad id", "an id is", new Purpose("bad id", LawfulBasis.Consent));
        yield return Case("long id", "an id is", new Purpose(new string('x', 129), LawfulBasis.Consent));
        yield return Case("unknown basis", "must be ones that exist", Good with { LawfulBasis = (LawfulBasis)99 });
        yield return Case("consent by opting out", "affirmative act", Good with { Regime = ConsentRegime.OptOut });
        yield return Case("an interest without objection", "may object", Good with { LawfulBasis = LawfulBasis.LegitimateInterests, Regime = ConsentRegime.None });
        yield return Case("grounds against marketing", "nothing overrides", Good with { DirectMarketing = true, CompellingGrounds = "money" });
        yield return Case("no validity", "must be positive", Good with { Validity = TimeSpan.Zero });
        yield return Case("no party", "at least one party", Good with { AllowedParties = [] });
        yield return Case("blank category", "must not be blank", Good with { AllowedCategories = [" "] });
        yield return Case("blank justification", "must say something", Good with { NationalIdJustification = " " });
        yield return Case("contradiction on national ids", "keeps them out", Good with { NationalIdJustification = "x", MaxSensitivity = Sensitivity.Personal });
        yield return Case("contradiction on special categories", "keeps them out", Good with { Article9Ground = Article9Ground.LegalClaims, MaxSensitivity = Sensitivity.Personal });
        yield return Case("unknown parent", "is not defined", Good with { Parent = "nobody" });
        yield return Case("own parent", "form a cycle", Good with { Parent = "good" });

        static TestCaseData Case(string name, string sentence, Purpose purpose) => new TestCaseData(purpose, sentence).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Mistakes))]
    public void Check_NamesTheMistake(Purpose purpose, string sentence) =>
        PurposeRegistry.Check([purpose]).ShouldHaveSingleItem().ShouldContain(sentence);

    [Test]
    public void Constructor_ReportsEveryMistakeAtOnce()
    {
        var fault = Should.Throw<ArgumentException>(() => new PurposeRegistry([Good, Good, new Purpose("a b", LawfulBasis.Consent) { Version = 0 }]));

        fault.Message.ShouldContain("defined twice");
        fault.Message.ShouldContain("an id is");
        fault.Message.ShouldContain("must be positive");
    }

    [Test]
    public void Constructor_KeepsTheOrder_AndFindsById()
    {
        var registry = new PurposeRegistry([Good, new Purpose("personalisation", LawfulBasis.Consent)]);

        registry.Select(purpose => purpose.Id).ShouldBe(["good", "personalisation"]);
        registry["personalisation"].Regime.ShouldBe(ConsentRegime.OptIn);
        registry.Find("nothing").ShouldBeNull();
    }

    [Test]
    public void TitleIn_FallsBack_ToTheLanguageThenEnglishThenTheId()
    {
        var purpose = Good with { Titles = Good.Titles.Add("sv", "Bra").Add("en", "Good") };

        purpose.TitleIn("sv-SE").ShouldBe("Bra");
        purpose.TitleIn("fr").ShouldBe("Good");
        Good.TitleIn("fr").ShouldBe("good");
    }
}
