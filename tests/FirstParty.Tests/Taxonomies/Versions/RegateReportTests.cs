using FirstParty.Taxonomies;
using FirstParty.Taxonomies.Versions;

namespace FirstParty.Tests.Taxonomies.Versions;

[TestFixture]
public sealed class RegateReportTests
{
    [Test]
    public void Between_SaysWhatChanged()
    {
        var before = Manifest(data => data
            .Source("club", Party.First)
            .Trait("tea", DataKind.Qualitative).Trait("gone", DataKind.Descriptive).Trait("note", DataKind.Qualitative).Trait("same", DataKind.Descriptive));
        var after = Manifest(data => data
            .Source("club", Party.Zero)
            .Trait("tea", DataKind.Qualitative, purpose: "personalisation")
            .Trait("new", DataKind.Descriptive)
            .Trait("note", DataKind.Qualitative, refine: note => note with { Sensitivity = Sensitivity.Confidential, Version = 2 })
            .Trait("same", DataKind.Descriptive));

        var report = RegateReport.Between(before, after);

        report.Changes.Select(change => (change.Name, change.Aspects)).ShouldBe(
        [
            ("gone", DefinitionAspects.Removed),
            ("new", DefinitionAspects.Added),
            ("note", DefinitionAspects.Sensitivity),
            ("tea", DefinitionAspects.Purpose),
            ("club", DefinitionAspects.Party),
        ]);
        report.ToRegate.Select(change => change.Name).ShouldBe(["gone", "note", "tea", "club"]);
        report.Changes.Single(change => change.Name == "note").IsRaised.ShouldBeTrue();
        report.Unversioned.ShouldBeEmpty();
    }

    [Test]
    public void Between_NamesWhatShouldHaveHadANewVersion()
    {
        var report = RegateReport.Between(
            Manifest(data => data.Trait("note", DataKind.Qualitative)),
            Manifest(data => data.Trait("note", DataKind.Identity)));

        report.Unversioned.Single().Name.ShouldBe("note");
    }

    [Test]
    public void Between_IsEmpty_WhenNothingChanged() =>
        RegateReport.Between(Manifest(data => data), TaxonomyManifest.Parse(Manifest(data => data).ToString())).Changes.ShouldBeEmpty();

    [Test]
    public void Parse_ReadsWhatToStringWrote()
    {
        var manifest = Manifest(data => data
            .Event("Köp\tgenomfört\n", Standard.Commerce.Order.Placed, purpose: "a b")
            .Trait("health", Standard.Sensitive.Health)
            .Source("broker", Party.Third, source => source with { AgreementReference = "1", NoticeReference = "2" }));

        TaxonomyManifest.Parse(manifest.ToString()).Entries.ShouldBe(manifest.Entries);
    }

    [TestCase("", 1)]
    [TestCase("something else", 1)]
    [TestCase("firstparty-taxonomy 1\nTrait\ta", 2)]
    [TestCase("firstparty-taxonomy 1\nTrait\ta\ta\tx\tIdentity\tPersonal\t0\t\t", 2)]
    public void Parse_NamesTheLine_WhenTheTextIsMalformed(string text, int line) =>
        Should.Throw<FormatException>(() => TaxonomyManifest.Parse(text)).Message.ShouldStartWith($"Line {line}:");

    private static TaxonomyManifest Manifest(Func<TaxonomyBuilder, TaxonomyBuilder> define) =>
        TaxonomyManifest.Of(define(new TaxonomyBuilder()).Build());
}
