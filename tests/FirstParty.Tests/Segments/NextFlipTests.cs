using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class NextFlipTests
{
    private static readonly ReferenceEvaluator Evaluator = new();
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset Now = Person.Now;

    // Law 7: membership is constant from now up to the next flip. All facts lie on a lattice of half days ± a tick, as do all windows, so that
    // instants around each lattice point are where any change can be.
    [Law(MaxTest = 400)]
    public void NextFlip_IsNeverLate(Guid seed)
    {
        var source = new RuleSource(seed);
        var (rule, view, now, zone) = (source.Rule(), source.Someone().View(), source.Instant(), source.Zone());

        var flip = Evaluator.NextFlip(rule, view, now, zone);

        flip?.ShouldBeGreaterThan(now);
        var isMember = Evaluator.Matches(rule, view, now, zone);
        foreach (var instant in Lattice(now).Where(at => at > now && (flip is null || at < flip)))
        {
            Evaluator.Matches(rule, view, instant, zone).ShouldBe(isMember, $"{SegmentJson.WriteRule(rule)} at {instant:O}, now {now:O}, flip {flip:O}");
        }
    }

    // Following the flips terminates, and the last says never: without new facts everything comes to rest, but for anniversaries.
    [Law(MaxTest = 150)]
    public void NextFlip_ComesToRest_WhenNothingNewIsKnown(Guid seed)
    {
        var source = new RuleSource(seed);
        var (rule, view) = (source.Rule(), source.Someone().View());
        DateTimeOffset? now = source.Instant();
        for (var steps = 0; now is { } at && at < Now.AddYears(2); steps++)
        {
            steps.ShouldBeLessThan(300, SegmentJson.WriteRule(rule));
            now = Evaluator.NextFlip(rule, view, at);
        }
    }

    [Test]
    public void NextFlip_IsWhenTheOldestNeededEventLeaves_WhenACountIsOverItsBound()
    {
        var rule = Rule.Count("Order").Over(TimeSpan.FromDays(30)).AtLeast(2);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(29)).Did("Order", TimeSpan.FromDays(20)).Did("Order", TimeSpan.FromDays(10));

        Evaluator.NextFlip(rule, view, Now).ShouldBe(Now + TimeSpan.FromDays(10) + Tick);
    }

    [Test]
    public void NextFlip_IsWhenTheLastEventLeaves_WhenNoneIsWanted()
    {
        var rule = Rule.Count("Order").Over(TimeSpan.FromDays(14)).Exactly(0);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(3));

        Evaluator.NextFlip(rule, view, Now).ShouldBe(Now + TimeSpan.FromDays(11) + Tick);
    }

    [Test]
    public void NextFlip_IsOneTickAfterTheLastInstantWithin_WhenATimeIsTested()
    {
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(3)).Has("joined", Events.Instants.Format(Now - TimeSpan.FromDays(3)));

        foreach (var rule in new[] { Rule.Last("Order").Within(TimeSpan.FromDays(4)), Rule.Trait("joined").NotWithinLast(TimeSpan.FromDays(4)) })
        {
            Evaluator.NextFlip(rule, view, Now).ShouldBe(Now.AddDays(1) + Tick);
            SegmentSet.Create([new SegmentDefinition { Id = "a", When = rule }]).EvaluateAll(_ => view, Now)[0].NextFlip.ShouldBe(Now.AddDays(1) + Tick);
        }
    }

    [Test]
    public void NextFlip_IsNever_WhenAnotherLeafHoldsTheAnswer()
    {
        var rule = Rule.All(Rule.HasTrait("tea"), Rule.Count("Order").Over(TimeSpan.FromDays(14)).AtLeast(1));
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(3));

        Evaluator.NextFlip(rule, view, Now).ShouldBeNull();
    }

    [Test]
    public void NextFlip_IsNever_WhenTheWindowIsAnchored()
    {
        var rule = Rule.Count("Order").InFirst(TimeSpan.FromDays(30)).AtLeast(1);
        ProfileView view = new Person().Did("Order", TimeSpan.FromDays(3));

        Evaluator.NextFlip(rule, view, Now).ShouldBeNull();
    }

    [Test]
    public void NextFlip_IsTheNextLocalMidnight_WhenTheWindowIsToday()
    {
        var rule = Rule.Count("Visit").In(CalendarPeriod.Day).AtLeast(1);
        ProfileView view = new Person().Did("Visit", TimeSpan.FromHours(1));

        Evaluator.NextFlip(rule, view, Now, "Europe/Stockholm").ShouldBe(new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero));
    }

    [Test]
    public void NextFlip_IsWhenTheViewChanges_WhenAConsentExpires()
    {
        var view = new Person().View() with { ChangesAt = Now.AddDays(5) };

        Evaluator.NextFlip(Rule.HasTrait("tea"), view, Now).ShouldBe(Now.AddDays(5));
    }

    private static IEnumerable<DateTimeOffset> Lattice(DateTimeOffset now)
    {
        var start = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        for (var hours = 0; hours < 24 * 30; hours += 1)
        {
            // Zones of whole hours put local midnights on whole hours as well.
            for (var ticks = -1; ticks <= 2; ticks++)
            {
                if (ticks <= 0 || hours % 12 == 0)
                {
                    yield return start.AddHours(hours).AddTicks(ticks);
                }
            }
        }
    }
}
