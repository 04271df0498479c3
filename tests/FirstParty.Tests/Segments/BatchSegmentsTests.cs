using FirstParty.Segments;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Tests.Segments;

[TestFixture]
public sealed class BatchSegmentsTests
{
    // Law 6: one meaning per rule.
    [Law(MaxTest = 80)]
    public void Evaluate_AgreesWithTheReference(Guid seed)
    {
        var source = new RuleSource(seed);
        var set = source.Set();
        var views = Enumerable.Range(0, 70).Select(i => source.Someone().View(new Guid(i, 0, 0, new byte[8]))).ToList();
        var (reference, batch) = (new ReferenceEvaluator(set), new BatchSegments(set));
        var columns = batch.Encode(views);
        for (var tries = 0; tries < 2; tries++)
        {
            var now = source.Instant();
            foreach (var bitmap in batch.Evaluate(columns, now))
            {
                var expected = views.Select((view, row) => (view, row)).Where(person => reference.IsMember(bitmap.Segment, person.view, now)).Select(person => person.row);
                bitmap.MemberRows().ShouldBe(expected, $"{SegmentJson.Write(set[bitmap.Segment])} at {now:O}");
                bitmap.Members.ShouldBe(bitmap.MemberRows().Count());
            }
        }
    }

    // The same with nothing known later than now, so that no row is left to the plain evaluator.
    [Law(MaxTest = 80)]
    public void Evaluate_AgreesWithTheReference_WhenEverythingIsPast(Guid seed)
    {
        var source = new RuleSource(seed);
        var set = source.Set();
        var views = Enumerable.Range(0, 70).Select(_ => source.Someone().View()).ToList();
        var (reference, batch, now) = (new ReferenceEvaluator(set), new BatchSegments(set), Person.Now.AddDays(11));
        foreach (var bitmap in batch.Evaluate(batch.Encode(views), now))
        {
            var expected = views.Select((view, row) => (view, row)).Where(person => reference.IsMember(bitmap.Segment, person.view, now)).Select(person => person.row);
            bitmap.MemberRows().ShouldBe(expected, $"{SegmentJson.Write(set[bitmap.Segment])} at {now:O}");
        }
    }

    [Test]
    public void Evaluate_AnswersForNobody_WhenThereIsNobody()
    {
        var batch = new BatchSegments(SegmentSet.Create([new SegmentDefinition { Id = "all", When = Rule.All() }]));

        batch.Evaluate(batch.Encode([]), Person.Now).Single().Members.ShouldBe(0);
    }
}
