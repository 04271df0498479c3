using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class SegmentSetTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    [Test]
    public void Create_NamesTheCircle_WhenSegmentsReferToOneAnother()
    {
        var error = Should.Throw<ArgumentException>(() => SegmentSet.Create(
            [Define("a", Rule.InSegment("b")), Define("b", !Rule.InSegment("c")), Define("c", Rule.All(Rule.HasTrait("x"), Rule.InSegment("a")))]));

        error.Message.ShouldContain("a → b → c → a");
    }

    [Test]
    public void Create_Refuses_WhenASegmentRefersToItself() =>
        Should.Throw<ArgumentException>(() => SegmentSet.Create([Define("a", Rule.InSegment("a"))])).Message.ShouldContain("a → a");

    [Test]
    public void Create_Suggests_WhenASegmentDoesNotExist() =>
        Should.Throw<ArgumentException>(() => SegmentSet.Create([Define("a", Rule.InSegment("vpi")), Define("vip", Rule.HasTrait("x"))]))
            .Message.ShouldContain("Did you mean \"vip\"?");

    [Test]
    public void Create_TellsEveryMistakeAtOnce()
    {
        var error = Should.Throw<ArgumentException>(() => SegmentSet.Create(
            [
                Define("Bad id", Rule.HasTrait("x")),
                Define("twice", Rule.HasTrait("x")),
                Define("twice", Rule.HasTrait("y")),
                Define("zone", Rule.HasTrait("x")) with { TimeZone = "Mars/Olympus" },
                Define("purpose", Rule.HasTrait("x")) with { Purpose = "marketting" },
                Define("property", Rule.Property("x").Exists()),
            ],
            new SegmentVocabulary { Purposes = new HashSet<string> { "marketing" } }));

        foreach (var part in new[] { "Segment 'Bad id':", "two segments", "time zone", "Did you mean \"marketing\"?", "filter of an event" })
        {
            error.Message.ShouldContain(part);
        }
    }

    [Test]
    public void Create_Warns_WhenATraitOrEventIsUnknown()
    {
        var warnings = new List<SegmentProblem>();
        var vocabulary = new SegmentVocabulary
        {
            Traits = new HashSet<string> { "country", "app" },
            Events = new HashSet<string> { "Order Completed" },
        };

        SegmentSet.Create([Define("a", Rule.All(Rule.HasTrait("contry"), Rule.HasTrait("app.version"), Rule.Event("Order Complete").AtLeastOnce()))], vocabulary, warnings.Add);

        warnings.Select(warning => warning.Message).ShouldBe(
            [
                "there is no trait \"contry\". Did you mean \"country\"? Define it with Taxonomy(data => data.Trait(\"contry\", …)).",
                "there is no event \"Order Complete\". Did you mean \"Order Completed\"? Define it with Taxonomy(data => data.Event(\"Order Complete\", …)).",
            ]);
    }

    [Test]
    public void Create_Refuses_WhenABuiltRuleHasTenThousandLeaves() =>
        Should.Throw<ArgumentException>(() => SegmentSet.Create([Define("a", Rule.All([.. Enumerable.Repeat(Rule.HasTrait("x"), 10_000)]))]))
            .Message.ShouldContain("over 1000 leaves");

    [Test]
    public void Create_Refuses_WhenABuiltRuleIsAThousandDeep() =>
        Should.Throw<ArgumentException>(() => SegmentSet.Create([Define("a", Enumerable.Range(0, 1_000).Aggregate(Rule.HasTrait("x"), (rule, _) => !rule))]))
            .Message.ShouldContain("deep");

    [Test]
    public void Create_Refuses_WhenAChainOfSegmentsIsAThousandLong()
    {
        var chain = Enumerable.Range(1, 1_000).Select(i => Define($"s{i}", Rule.InSegment($"s{i - 1}"))).Prepend(Define("s0", Rule.HasTrait("x"))).ToList();

        Should.Throw<ArgumentException>(() => SegmentSet.Create(chain)).Message.ShouldContain("over 32 deep");
        chain.Reverse();
        Should.Throw<ArgumentException>(() => SegmentSet.Create(chain)).Message.ShouldContain("over 32 deep");
    }

    [Test]
    public void EvaluateAll_AsksEachSegmentOnce_WhenSegmentsShareOthers()
    {
        // Without memory of what was found, this is 2^30 evaluations.
        var diamonds = Enumerable.Range(1, 30).Select(i => Define($"s{i}", Rule.InSegment($"s{i - 1}") & !!Rule.InSegment($"s{i - 1}")));
        var set = SegmentSet.Create(diamonds.Prepend(Define("s0", Rule.Count("E").Over(TimeSpan.FromDays(1)).AtLeast(1))));

        var verdicts = set.EvaluateAll(_ => new Person().Did("E", TimeSpan.Zero), Now);

        verdicts.ShouldAllBe(verdict => verdict.IsMember && verdict.NextFlip == Now + TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));
    }

    [Test]
    public void EvaluateAll_LooksThroughEachPurposesOwnView()
    {
        var set = SegmentSet.Create(
        [
            Define("own", Rule.HasTrait("tea")),
            Define("allowed", Rule.HasTrait("tea")) with { Purpose = "personalisation" },
            Define("refused", !Rule.HasTrait("tea")) with { Purpose = "advertising" },
        ]);

        var verdicts = set.EvaluateAll(
            purpose => purpose == "advertising" ? new Person() : new Person().Has("tea", "Assam").Permits("personalisation"), Now);

        verdicts.Select(verdict => (verdict.Segment, verdict.IsMember, verdict.IsWithheld)).ShouldBe(
            [("own", true, false), ("allowed", true, false), ("refused", false, true)]);
    }

    [Test]
    public void EvaluateAll_ShowsNoFactOfAnotherPurpose_WhenSegmentsOfPurposesReferToOneAnother()
    {
        var set = SegmentSet.Create(
        [
            Define("tea", Rule.HasTrait("tea")) with { Purpose = "personalisation" },
            Define("ads", Rule.InSegment("tea")) with { Purpose = "advertising" },
        ]);

        var verdicts = set.EvaluateAll(
            purpose => purpose == "advertising"
                ? new Person().Permits("personalisation", "advertising")
                : new Person().Has("tea", "Assam").Permits("personalisation", "advertising"),
            Now);

        verdicts.Select(verdict => verdict.IsMember).ShouldBe([true, false]);
    }

    [Test]
    public void Dependencies_FollowReferences()
    {
        var set = SegmentSet.Create(
        [
            Define("buyers", Rule.Event("Order").AtLeastOnce()),
            Define("tea-buyers", Rule.InSegment("buyers") & Rule.Trait("likes.tea").EqualTo(true)),
            Define("recent", Rule.Last("Visit").Within(TimeSpan.FromDays(1))),
            Define("early", Rule.Count("Order").InFirst(TimeSpan.FromDays(1)).AtLeast(1)),
            Define("mail", Rule.Consent("marketing")) with { Purpose = "email" },
        ]);
        var touched = set.Dependencies;

        touched.OfEvent("Order").ShouldBe(["buyers", "tea-buyers", "early"], ignoreOrder: true);
        touched.OfTrait("likes").ShouldBe(["tea-buyers"]);
        touched.OfTrait("likes.tea").ShouldBe(["tea-buyers"]);
        touched.AnyEvent.ShouldBe(["early"]);
        touched.Clock.ShouldBe(["recent"]);
        touched.OfPurpose("email").ShouldBe(["mail"]);
        touched.OfPurpose("marketing").ShouldBe(["mail"]);
        touched.Of(["Other"], ["other"]).ShouldBe(["early"]);
    }

    [Test]
    public void Fingerprint_ChangesWithTheMeaningAlone()
    {
        var definition = Define("a", Rule.HasTrait("x"));

        (definition with { Name = "A" }).Fingerprint().ShouldBe(definition.Fingerprint());
        (definition with { When = Rule.HasTrait("y") }).Fingerprint().ShouldNotBe(definition.Fingerprint());
        (definition with { Purpose = "p" }).Fingerprint().ShouldNotBe(definition.Fingerprint());
    }

    private static SegmentDefinition Define(string id, SegmentRule rule) => new() { Id = id, When = rule };
}
