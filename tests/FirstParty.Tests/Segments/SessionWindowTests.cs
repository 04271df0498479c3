using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Segments;

/// <summary>Windows of a session, and how long somebody has been something.</summary>
[TestFixture]
public sealed class SessionWindowTests
{
    private static readonly ReferenceEvaluator Evaluator = new();
    private static readonly DateTimeOffset Now = Person.Now;

    // Events 300, 60, 31, 30 and 0 minutes ago: within 30 minutes of one another are the last three.
    private static Person Visitor() => new Person()
        .Did("View", TimeSpan.FromMinutes(300)).Did("Add", TimeSpan.FromMinutes(62)).Did("View", TimeSpan.FromMinutes(31))
        .Did("Add", TimeSpan.FromMinutes(30)).Did("View", TimeSpan.Zero);

    [TestCase("View", 2)]
    [TestCase("Add", 1)]
    [TestCase("Buy", 0)]
    public void Count_IsOfTheLastRunOfEventsOfAnyName(string name, int expected) =>
        Evaluator.Matches(Rule.Count(name).InLastSession(TimeSpan.FromMinutes(30)).Exactly(expected), Visitor(), Now).ShouldBeTrue();

    [Test]
    public void Gap_IsInclusive() =>
        Evaluator.Matches(Rule.Count("Add").InLastSession(TimeSpan.FromMinutes(31)).Exactly(2), Visitor(), Now).ShouldBeTrue();

    [Test]
    public void ComputedTrait_IsOfTheSession() =>
        new ComputedTrait("viewsThisVisit", new EventFigure(["View"], EventNumber.Count, within: new EventWindow.Session(TimeSpan.FromMinutes(30))))
            .ValueOf(Visitor(), Now)!.AsNumber().ShouldBe(2);

    [Test]
    public void Json_IsOfVersionTwo_AndComesBack()
    {
        var rule = Rule.Count("View").InLastSession(TimeSpan.FromMinutes(30)).AtLeast(2);
        var definition = new SegmentDefinition { Id = "s", When = rule };

        definition.Version.ShouldBe(2);
        SegmentJson.Write(definition).ShouldContain("""
            "within":{"session":"30m"}
            """.Trim());
        SegmentJson.Parse(SegmentJson.Write(definition)).ShouldBe(definition);
    }

    // Restated twice, changed once: what counts is since when nothing else was said.
    [TestCase(29, true)]
    [TestCase(30, true)]
    [TestCase(31, false)]
    public async Task HasBeen_CountsFromTheFirstStatement_ThoughItWasSaidAgain(int days, bool expected)
    {
        var rule = Rule.Trait("plan").HasBeen("pro", TimeSpan.FromDays(days));
        await using var cdp = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseInMemory().UseTime(new RingingClock(Now)).Segment("pro", rule).Taxonomy(data => data.Trait("plan", DataKind.Descriptive)));
        foreach (var (plan, daysAgo) in new[] { ("pro", 50), ("free", 40), ("pro", 30), ("pro", 10), ("pro", 1) })
        {
            await cdp.IngestAsync(new IdentifyEvent
            {
                Identifiers = [Identifier.UserId("ada")], Traits = new() { ["plan"] = plan }, Timestamp = Now.AddDays(-daysAgo),
            });
        }

        (await cdp.Segments.CountAsync("pro")).ShouldBe(expected ? 1 : 0);
    }
}
