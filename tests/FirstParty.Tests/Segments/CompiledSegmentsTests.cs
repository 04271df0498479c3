using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Segments.Rules;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class CompiledSegmentsTests
{
    private static readonly DateTimeOffset Now = Person.Now;

    // Law 6: one meaning per rule.
    [Law(MaxTest = 300)]
    public void IsMember_AgreesWithTheReference(Guid seed)
    {
        var source = new RuleSource(seed);
        var (set, views) = (source.Set(), Enumerable.Range(0, 4).Select(_ => source.Someone().View()).ToList());
        var (reference, compiled) = (new ReferenceEvaluator(set), new CompiledSegments(set));
        foreach (var view in views)
        {
            var frame = compiled.Encode(view);
            for (var tries = 0; tries < 3; tries++)
            {
                var now = source.Instant();
                var members = new bool[set.Definitions.Length];
                compiled.EvaluateAll(frame, now, members);
                for (var i = 0; i < members.Length; i++)
                {
                    var definition = set.Definitions[i];
                    var expected = reference.IsMember(definition.Id, view, now);
                    compiled.IsMember(i, frame, now).ShouldBe(expected, $"{SegmentJson.Write(definition)} at {now:O}");
                    members[i].ShouldBe(expected, $"{SegmentJson.Write(definition)} at {now:O}");
                }
            }
        }
    }

    // Law 7 for the compiled flips: the same verdicts as the set's own, and flips that are never later than the exact ones by any boundary.
    [Law(MaxTest = 300)]
    public void EvaluateAll_NeverFlipsLate(Guid seed)
    {
        var source = new RuleSource(seed);
        var (set, view, now) = (source.Set(), source.Someone().View(), source.Instant());
        var reference = new ReferenceEvaluator(set);

        foreach (var verdict in set.EvaluateAll(_ => view, now))
        {
            verdict.IsMember.ShouldBe(reference.IsMember(verdict.Segment, view, now));
            verdict.IsWithheld.ShouldBe(set[verdict.Segment].Purpose is { } purpose && !view.Permitted.Contains(purpose));
            verdict.NextFlip?.ShouldBeGreaterThan(now);

            // Following the plain flips up to the compiled one, nothing changes.
            for (var at = reference.NextFlip(verdict.Segment, view, now);
                at is { } instant && (verdict.NextFlip is null || instant < verdict.NextFlip) && instant < Now.AddYears(1);
                at = reference.NextFlip(verdict.Segment, view, instant))
            {
                reference.IsMember(verdict.Segment, view, instant).ShouldBe(verdict.IsMember, $"{SegmentJson.Write(set[verdict.Segment])} at {instant:O}");
            }
        }
    }

    [Test]
    public void IsMember_AllocatesNothing()
    {
        var rules = new SegmentRule[]
        {
            Rule.Trait("country").In("SE", "NO") & Rule.Trait("age").AtLeast(25) & !Rule.Trait("plan").EqualTo("free"),
            Rule.Trait("email").IgnoringCase().EndsWith(".SE") | Rule.Trait("tags").HasAny("vip"),
            Rule.Count("Order").Over(TimeSpan.FromDays(30)).AtLeast(2),
            Rule.Sum("Order", "total").Over(TimeSpan.FromDays(90)).AtLeast(500) & Rule.Average("Order", "total").MoreThan(3),
            Rule.DistinctDays("Order").InFirst(TimeSpan.FromDays(30)).AtLeast(2) & Rule.Distinct("Order", "sku").AtLeast(1),
            Rule.Last("Order").NotWithin(TimeSpan.FromDays(90)) | Rule.Last("Order").Property("sku").EqualTo("a"),
            Rule.Sequence("View").Then("Order", maxGap: TimeSpan.FromDays(7)).Without("Refund").AtLeastOnce(),
            Rule.Count("Order").In(CalendarPeriod.Month).AtLeast(1) & Rule.Bucket("x", 50) & Rule.Consent("marketing"),
            Rule.Trait("app.version").Semver("^2") & Rule.Trait("place").Near(59, 18, 10) & Rule.InSegment("r0"),
        };
        var set = SegmentSet.Create(rules.Select((rule, i) => new SegmentDefinition { Id = $"r{i}", When = rule }));
        var compiled = new CompiledSegments(set);
        var person = new Person().Has("country", "SE").Has("age", 30).Has("email", "a@b.se").Has("tags", Events.AttributeValue.ListOf("vip"))
            .Has("app", (Events.AttributeValue)new Events.Attributes { ["version"] = "2.1.0" })
            .Has("place", (Events.AttributeValue)new Events.Attributes { ["lat"] = 59, ["lon"] = 18 }).Permits("marketing");
        for (var i = 0; i < 20; i++)
        {
            person.Did(i % 3 == 0 ? "View" : "Order", TimeSpan.FromDays(i), new() { ["total"] = i, ["sku"] = "a" });
        }

        var frame = compiled.Encode(person);
        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < set.Definitions.Length; i++)
            {
                compiled.IsMember(i, frame, Now);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Measure();
        Measure().ShouldBe(0);
    }

    [Test]
    public void IsMember_Refuses_WhenTheFrameIsOfOtherSegments()
    {
        var one = new CompiledSegments(SegmentSet.Create([new SegmentDefinition { Id = "a", When = Rule.All() }]));
        var other = new CompiledSegments(SegmentSet.Empty);

        Should.Throw<ArgumentException>(() => one.IsMember(0, other.Encode(new Person()), Now));
    }
}
