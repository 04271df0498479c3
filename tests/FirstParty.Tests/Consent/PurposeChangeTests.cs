using FirstParty.Consent;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Consent;

[TestFixture]
public sealed class PurposeChangeTests
{
    private static readonly Purpose News = new("news", LawfulBasis.Consent)
    {
        Recipients = ["a"], Retention = TimeSpan.FromDays(30), AllowedCategories = ["user.contact"], AllowedParties = [Party.Zero, Party.First],
    };

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Case("new recipient", News with { Recipients = ["a", "b"] }, nameof(Purpose.Recipients), true);
        yield return Case("longer retention", News with { Retention = null }, nameof(Purpose.Retention), true);
        yield return Case("wider category", News with { AllowedCategories = ["user"] }, nameof(Purpose.AllowedCategories), true);
        yield return Case("any category", News with { AllowedCategories = [] }, nameof(Purpose.AllowedCategories), true);
        yield return Case("new party", News with { AllowedParties = [Party.First, Party.Third] }, nameof(Purpose.AllowedParties), true);
        yield return Case("another basis", News with { LawfulBasis = LawfulBasis.Contract }, nameof(Purpose.LawfulBasis), true);
        yield return Case("another validity", News with { Validity = TimeSpan.FromDays(1) }, nameof(Purpose.Validity), false);
        yield return Case("another title", News with { Titles = News.Titles.Add("en", "News") }, nameof(Purpose.Titles), false);

        static TestCaseData Case(string name, Purpose now, string aspect, bool material) =>
            new TestCaseData(now, aspect, material).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Changes))]
    public void Between_TellsMaterialFromEditorial(Purpose now, string aspect, bool material)
    {
        var change = PurposeChange.Between(new PurposeRegistry([News]), new PurposeRegistry([now])).ShouldHaveSingleItem();

        change.Aspects.ShouldContain(aspect);
        change.IsMaterial.ShouldBe(material);
        change.IsUnversioned.ShouldBe(material);
        PurposeChange.Between(new PurposeRegistry([News]), new PurposeRegistry([now with { Version = 2 }]))[0].IsUnversioned.ShouldBeFalse();
    }

    [Test]
    public void Between_IsSilent_WhenNothingWidens()
    {
        var narrower = News with { Recipients = [], Retention = TimeSpan.FromDays(3), AllowedCategories = ["user.contact.email"], AllowedParties = [Party.Zero] };

        PurposeChange.Between(new PurposeRegistry([News]), new PurposeRegistry([narrower])).ShouldBeEmpty();
    }
}
