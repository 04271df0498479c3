using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

/// <summary>What other systems of the field get wrong, each as a test that fails if this one does as they do.</summary>
[TestFixture]
public sealed class MistakesOfOthersTests
{
    private static readonly ReferenceEvaluator Evaluator = new();
    private static readonly DateTimeOffset Now = Person.Now;

    [Test]
    public void Matches_DoesNotTakeAMissingAgeForZero()
    {
        var people = Enumerable.Range(0, 100).Select(i => i % 20 == 0 ? new Person() : new Person().Has("age", 18 + (i % 50))).ToList();

        people.Count(person => Evaluator.Matches(Rule.Trait("age").LessThan(25), person, Now))
            .ShouldBe(people.Count(person => person.View().Traits.TryGetValue("age", out var age) && age.Value.AsNumber() < 25));
    }

    [Test]
    public void Matches_FindsThoseWithoutEvents_WhenACountIsZeroOrAtMostTwo()
    {
        Evaluator.Matches(Rule.Count("Order").Exactly(0), new Person(), Now).ShouldBeTrue();
        Evaluator.Matches(Rule.Count("Order").AtMost(2), new Person(), Now).ShouldBeTrue();
        Evaluator.Matches(Rule.Event("Order").Never(), new Person(), Now).ShouldBeTrue();
    }

    [Test]
    public void Matches_KeepsTwoWindowsApart_WhenTheyEndAlikeAndStartDifferently()
    {
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(5)).Did("Order", TimeSpan.FromDays(20));

        Evaluator.Matches(
            Rule.Count("Order").Over(TimeSpan.FromDays(7)).Exactly(1) & Rule.Count("Order").Over(TimeSpan.FromDays(30)).Exactly(2), view, Now).ShouldBeTrue();
    }

    [Test]
    public void Matches_LeavesOutAnEvent_WhenItIsThirtyDaysAndTwentyThreeHoursOld()
    {
        ProfileView view = new Person().Did("Order", new TimeSpan(30, 23, 0, 0));

        Evaluator.Matches(Rule.Count("Order").Over(TimeSpan.FromDays(30)).AtLeast(1), view, Now).ShouldBeFalse();
    }

    [Test]
    public void NextFlip_IsTheVeryInstant_WhenAWindowExpires()
    {
        var rule = Rule.Count("Order").Over(TimeSpan.FromDays(30)).AtLeast(1);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(29));

        var flip = Evaluator.NextFlip(rule, view, Now)!.Value;

        Evaluator.Matches(rule, view, flip - TimeSpan.FromTicks(1)).ShouldBeTrue();
        Evaluator.Matches(rule, view, flip).ShouldBeFalse();
        flip.ShouldBe(Now + TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));
    }

    [Test]
    public void Matches_AddsUp_WhenProfilesAreMergedAndPartedAgain()
    {
        var (one, other) = (new Person().Did("Order", TimeSpan.FromDays(1)), new Person().Did("Order", TimeSpan.FromDays(2)).Did("Order", TimeSpan.FromDays(3)));
        var (left, right) = (one.View(), other.View());
        var merged = left with { Events = EventHistory.Of(left.Events.All.Concat(right.Events.All)) };

        Evaluator.Matches(Rule.Count("Order").Exactly(3), merged, Now).ShouldBeTrue();
        Evaluator.Matches(Rule.Count("Order").Exactly(1), left, Now).ShouldBeTrue();
        Evaluator.Matches(Rule.Count("Order").Exactly(2), right, Now).ShouldBeTrue();
    }

    [Test]
    public void Parse_RefusesMonths_AndOffersTheCalendar() =>
        Should.Throw<SegmentFormatException>(() => SegmentJson.ParseRule("""{"event":"Order","within":{"last":"1mo"}}""")).Problem.ShouldContain("calendar");

    [Test]
    public void Matches_TakesTheMonthAsItIs_WhenItHasTwentyEightDays()
    {
        var rule = Rule.Count("Order").In(CalendarPeriod.Month, -1).Exactly(1);
        ProfileView view = new Person().DidAt("Order", new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero)).DidAt("Order", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Evaluator.Matches(rule, view, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeTrue();
    }

    [Test]
    public void Matches_ComplementsNegationsAndZeroCounts()
    {
        var rule = Rule.Not(Rule.Trait("country").EqualTo("US") & Rule.Trait("age").LessThan(18));

        foreach (var person in new[] { new Person(), new Person().Has("country", "US"), new Person().Has("age", 12), new Person().Has("country", "SE").Has("age", 12) })
        {
            Evaluator.Matches(rule, person, Now).ShouldBeTrue();
        }

        Evaluator.Matches(rule, new Person().Has("country", "US").Has("age", 12), Now).ShouldBeFalse();
    }

    [Test]
    public void Create_HasNoCapOnRules()
    {
        var set = SegmentSet.Create(Enumerable.Range(0, 2_000).Select(i => new SegmentDefinition { Id = $"s{i}", When = Rule.Trait("n").EqualTo(i) }));

        set.EvaluateAll(_ => new Person().Has("n", 1_234), Now).Single(verdict => verdict.IsMember).Segment.ShouldBe("s1234");
    }
}
