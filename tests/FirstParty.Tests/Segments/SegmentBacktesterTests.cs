using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class SegmentBacktesterTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    [Test]
    public void Changes_TellsWhoWouldHaveEnteredLastMonth()
    {
        var tester = Of(Rule.Count("Order").Over(TimeSpan.FromDays(7)).AtLeast(2));
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(20)).Did("Order", TimeSpan.FromDays(16)).Did("Order", TimeSpan.FromDays(2));

        tester.Changes("tried", view, Now.AddDays(-30), Now).Select(change => (change.Transition, change.At, change.Cause)).ShouldBe(
        [
            (SegmentTransition.Entered, Now.AddDays(-16), SegmentChangeCause.Fact),
            (SegmentTransition.Exited, Now.AddDays(-13).AddTicks(1), SegmentChangeCause.Time),
        ]);
    }

    [Test]
    public void Changes_LeavesOutWhoWasInAlready()
    {
        var tester = Of(Rule.Event("Order").AtLeastOnce());

        tester.Changes("tried", new Person().Did("Order", TimeSpan.FromDays(40)), Now.AddDays(-30), Now).ShouldBeEmpty();
    }

    // Law 7: what the walk finds is what evaluation says at every instant of the lattice.
    [Law(MaxTest = 60)]
    public void Changes_AgreesWithEvaluationAtEveryInstant(Guid seed)
    {
        var source = new RuleSource(seed);
        var (rule, view) = (source.Rule(2), source.Someone().View());
        var set = SegmentSet.Create([new SegmentDefinition { Id = "tried", When = rule }]);
        var (from, to) = (Now.AddDays(-10), Now.AddDays(5));
        var changes = new SegmentBacktester(set).Changes("tried", view, from, to).ToList();
        var evaluator = new ReferenceEvaluator(set);
        var initial = evaluator.IsMember("tried", view, from);
        for (var at = from; at <= to; at += TimeSpan.FromHours(6))
        {
            var flips = changes.Count(change => change.At <= at);
            evaluator.IsMember("tried", view, at).ShouldBe(initial ^ (flips % 2 == 1), $"{SegmentJson.WriteRule(rule)} at {at:O}");
        }
    }

    [Test]
    public void Preview_CountsBeforeAnythingIsSaved()
    {
        var set = SegmentSet.Create([new SegmentDefinition { Id = "tried", Purpose = "marketing", When = Rule.HasTrait("tea") }]);
        ProfileView[] views =
        [
            new Person().Has("tea", "Assam").Permits("marketing").View(new Guid(1, 0, 0, new byte[8])),
            new Person().Has("tea", "Assam").View(new Guid(2, 0, 0, new byte[8])),
            new Person().Permits("marketing").View(new Guid(3, 0, 0, new byte[8])),
        ];

        var preview = new SegmentBacktester(set).Preview("tried", views, Now);

        (preview.People, preview.Members, preview.Withheld).ShouldBe((3, 1, 1));
        preview.Sample.ShouldBe([views[0].Id]);
    }

    private static SegmentBacktester Of(SegmentRule rule) => new(SegmentSet.Create([new SegmentDefinition { Id = "tried", When = rule }]));
}
