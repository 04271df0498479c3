using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;
using FirstParty.Taxonomies;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class SegmentExplainerTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    [Law(MaxTest = 200)]
    public void Explain_AgreesWithTheEvaluator(Guid seed)
    {
        var source = new RuleSource(seed);
        var (rule, view, now, zone) = (source.Rule(), source.Someone().View(), source.Instant(), source.Zone());

        var explanation = new SegmentExplainer().Explain(rule, view, now, zone);

        explanation.Holds.ShouldBe(new ReferenceEvaluator().Matches(rule, view, now, zone));
        explanation.ToString().ShouldNotBeEmpty();
    }

    [Test]
    public void Explain_ShowsWhatWasFound()
    {
        var rule = Rule.All(
            Rule.Count("Order").Over(TimeSpan.FromDays(30)).AtLeast(2),
            Rule.Trait("age").LessThan(25),
            Rule.Trait("plan").EqualTo("free"),
            Rule.Trait("tea").From(Party.Zero).Exists(),
            Rule.Sum("Visit", "seconds").AtLeast(1));
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(40)).Did("Order", TimeSpan.FromDays(3)).Has("age", "24").Has("tea", "Assam");

        var explanation = new SegmentExplainer().Explain(rule, view, Now);

        explanation.ToString().ShouldBe(
            """
            - all
              - {"event":"Order","within":{"last":"30d"},"count":{"gte":2}} (found count 1)
              - {"trait":"age","lt":25} (found "24"): the value is a text, which "lt" does not apply to
              - {"trait":"plan","eq":"free"}: the trait is missing
              - {"trait":"tea","exists":true,"party":["zero"]} (found "Assam"): the value is not of the provenance that is demanded, and counts as missing
              - {"event":"Visit","sum":{"of":"seconds","gte":1}} (found sum 0): there is no such event

            """);
        explanation.Parts[0].Evidence.Single().OccurredAt.ShouldBe(Now - TimeSpan.FromDays(3));
        explanation.Parts[0].NextFlip.ShouldBeNull();
    }

    [Test]
    public void Explain_GoesBackInTime()
    {
        var set = SegmentSet.Create([new SegmentDefinition { Id = "buyers", When = Rule.Count("Order").Over(TimeSpan.FromDays(7)).AtLeast(1) }]);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(10));
        var explainer = new SegmentExplainer(set);

        explainer.Explain("buyers", view, Now).Holds.ShouldBeFalse();
        var then = explainer.Explain("buyers", view, Now - TimeSpan.FromDays(5));
        then.Holds.ShouldBeTrue();
        then.NextFlip.ShouldBe(Now - TimeSpan.FromDays(3) + TimeSpan.FromTicks(1));
        explainer.Explain("buyers", view, Now - TimeSpan.FromDays(11)).Holds.ShouldBeFalse();
    }

    [Test]
    public void Explain_NamesThePurpose_WhenItIsNotPermitted()
    {
        var set = SegmentSet.Create([new SegmentDefinition { Id = "ads", Purpose = "advertising", When = Rule.All() }]);

        new SegmentExplainer(set).Explain("ads", new Person(), Now).Note.ShouldBe("the purpose \"advertising\" is not permitted");
    }
}
