using System.Text.RegularExpressions;
using FirstParty.AspNetCore.Snippets;
using FirstParty.Taxonomies;

namespace FirstParty.AspNetCore.Tests.Snippets;

[TestFixture]
public sealed partial class SnippetEventsTests
{
    [Test]
    public async Task Names_AreThoseInTheScript()
    {
        await using var shop = await Shop.OpenAsync();
        var script = await shop.Http.GetStringAsync("/fp/s.js");
        var said = EventName().Matches(script).Select(match => match.Groups[1].Value).Distinct();
        said.Append("Page Viewed").ShouldBe(SnippetEvents.Names, ignoreOrder: true, "A page call is named Page Viewed here.");
    }

    [Test]
    public void ObservedBySnippet_ClassifiesEach_ForItsPurpose()
    {
        var taxonomy = new TaxonomyBuilder().ObservedBySnippet("analytics").ObservedBySnippet("analytics").Build();
        foreach (var name in SnippetEvents.Names)
        {
            var known = taxonomy.ClassifyEvent(SourceDefinition.Web, name, null);
            (known.Outcome, known.Purpose, known.Party, known.Explicitness)
                .ShouldBe((ClassificationOutcome.Classified, "analytics", Party.First, Explicitness.Implicit), name);
            known.Definition!.WireNames.ShouldContain(name);
        }
    }

    [GeneratedRegex("\"([A-Z][a-z]+ [A-Z][a-z]+)\"")]
    private static partial Regex EventName();
}
