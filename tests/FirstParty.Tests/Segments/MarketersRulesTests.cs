using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

/// <summary>What marketers ask for, in their words, each with people on both sides of the line.</summary>
[TestFixture]
public sealed class MarketersRulesTests
{
    private static readonly ReferenceEvaluator Evaluator = new();
    private static readonly DateTimeOffset Now = Person.Now;

    [Test]
    public void MoreThanThreeSupportQuestionsInTheFirstThirtyDays()
    {
        var rule = Rule.Count("Support Ticket Opened").InFirst(TimeSpan.FromDays(30)).MoreThan(3);
        static Person Asked(params int[] daysAfterSignUp) => daysAfterSignUp.Aggregate(
            new Person().Did("Signed Up", TimeSpan.FromDays(100)), (person, day) => person.Did("Support Ticket Opened", TimeSpan.FromDays(100 - day)));

        Matches(rule, Asked(1, 5, 9, 29)).ShouldBeTrue();
        Matches(rule, Asked(1, 5, 9, 30)).ShouldBeFalse();
        Matches(rule, Asked(1, 5, 9)).ShouldBeFalse();
    }

    [Test]
    public void AnsweredASurvey()
    {
        var rule = Rule.Event("Survey Answered").Where(Rule.Property("surveyId").EqualTo("nps-2026")).AtLeastOnce();

        Matches(rule, new Person().Did("Survey Answered", TimeSpan.FromDays(1), new() { ["surveyId"] = "nps-2026" })).ShouldBeTrue();
        Matches(rule, new Person().Did("Survey Answered", TimeSpan.FromDays(1), new() { ["surveyId"] = "nps-2025" })).ShouldBeFalse();
    }

    [Test]
    public void AnsweredASurveyAndIsThenOfferedAnUpsell()
    {
        // To be offered: content with the product, answered within 14 days, not offered since, and not on the highest plan.
        var rule = Rule.All(
            Rule.Sequence("Survey Answered", Rule.Property("score").AtLeast(9)).Then("Page Viewed").Without("Upsell Offered").Over(TimeSpan.FromDays(14)).AtLeastOnce(),
            Rule.Trait("plan").NotEqualTo("enterprise"));
        static Person Answered(int score) => new Person()
            .Did("Survey Answered", TimeSpan.FromDays(3), new() { ["score"] = score }).Did("Page Viewed", TimeSpan.FromDays(1));

        Matches(rule, Answered(10)).ShouldBeTrue();
        Matches(rule, Answered(6)).ShouldBeFalse();
        Matches(rule, Answered(10).Did("Upsell Offered", TimeSpan.FromHours(2))).ShouldBeFalse();
        Matches(rule, Answered(10).Has("plan", "enterprise")).ShouldBeFalse();
    }

    [Test]
    public void ViewedAProductInFourteenDaysWithoutBuying()
    {
        var rule = Rule.Event("Product Viewed").Where(Rule.Property("productId").EqualTo("X")).Over(TimeSpan.FromDays(14)).AtLeastOnce()
            & Rule.Event("Order Completed").Over(TimeSpan.FromDays(14)).Never();
        static Person Viewed(int daysAgo) => new Person().Did("Product Viewed", TimeSpan.FromDays(daysAgo), new() { ["productId"] = "X" });

        Matches(rule, Viewed(14)).ShouldBeTrue();
        Matches(rule, Viewed(15)).ShouldBeFalse();
        Matches(rule, Viewed(2).Did("Order Completed", TimeSpan.FromDays(1))).ShouldBeFalse();
        Matches(rule, Viewed(2).Did("Order Completed", TimeSpan.FromDays(20))).ShouldBeTrue();
    }

    [Test]
    public void LoyalCustomersByRecencyFrequencyAndMoney()
    {
        var rule = (RfmRule)Rule.Rfm(
            "Order Completed", "amount", new EventWindow.Last(TimeSpan.FromDays(365)), new() { AtLeast = 4 }, new() { AtLeast = 4 }, new() { AtLeast = 4 });
        var people = Enumerable.Range(1, 100).Select(i => Enumerable.Range(0, i).Aggregate(
            new Person(), (person, order) => person.Did("Order Completed", TimeSpan.FromDays(101 - i + order), new() { ["amount"] = 10 }))).ToList();
        var scale = RfmScale.Of([.. people.Select((_, i) => (TimeSpan.FromDays(100 - i), i + 1, 10m * (i + 1)))]);
        var set = SegmentSet.Create([new SegmentDefinition { Id = "loyal", When = rule }]).WithScale(rule, scale);

        // The last person ordered most, latest and for most; the fifths are of twenty each, of which the upper two are loyal.
        people.Count(person => new ReferenceEvaluator(set).IsMember("loyal", person, Now)).ShouldBe(40);
        new ReferenceEvaluator(set).IsMember("loyal", people[60], Now).ShouldBeTrue();
        new ReferenceEvaluator(set).IsMember("loyal", people[59], Now).ShouldBeFalse();
    }

    [Test]
    public void StoppedAndRestarted()
    {
        var (stopped, restarted) = (
            Rule.Stopped("Login", quiet: TimeSpan.FromDays(30), before: TimeSpan.FromDays(90)),
            Rule.Restarted("Login", recent: TimeSpan.FromDays(7), quiet: TimeSpan.FromDays(60)));
        static Person In(params int[] daysAgo) => daysAgo.Aggregate(new Person(), (person, day) => person.Did("Login", TimeSpan.FromDays(day)));

        Matches(stopped, In(40)).ShouldBeTrue();
        Matches(stopped, In(40, 30)).ShouldBeFalse();
        Matches(stopped, In(91)).ShouldBeFalse();
        Matches(restarted, In(100, 2)).ShouldBeTrue();
        Matches(restarted, In(100, 20, 2)).ShouldBeFalse();
        Matches(restarted, In(2)).ShouldBeFalse();
    }

    [Test]
    public void FiveAudiencesFromThreeFactors()
    {
        var (recent, often, much) = (
            Rule.Last("Order Completed").Within(TimeSpan.FromDays(60)),
            Rule.Count("Order Completed").AtLeast(3),
            Rule.Sum("Order Completed", "amount").AtLeast(1_000));
        SegmentDefinition Audience(string id, SegmentRule rule) => new() { Id = id, When = rule };
        var set = SegmentSet.Create(
        [
            Audience("champions", recent & often & much),
            Audience("promising", recent & !(often & much)),
            Audience("slipping", !recent & often & much),
            Audience("lost", !recent & Rule.Event("Order Completed").AtLeastOnce() & !(often & much)),
            Audience("prospects", Rule.Event("Order Completed").Never()),
        ]);
        static Person Bought(params (int DaysAgo, int Amount)[] orders) => orders.Aggregate(
            new Person(), (person, order) => person.Did("Order Completed", TimeSpan.FromDays(order.DaysAgo), new() { ["amount"] = order.Amount }));
        string Of(Person person) => set.EvaluateAll(_ => person, Now).Single(verdict => verdict.IsMember).Segment;

        Of(Bought((1, 500), (20, 300), (40, 200))).ShouldBe("champions");
        Of(Bought((1, 5_000))).ShouldBe("promising");
        Of(Bought((61, 500), (80, 300), (90, 200))).ShouldBe("slipping");
        Of(Bought((200, 50))).ShouldBe("lost");
        Of(Bought()).ShouldBe("prospects");
    }

    private static bool Matches(SegmentRule rule, ProfileView view) => Evaluator.Matches(rule, view, Now);
}
