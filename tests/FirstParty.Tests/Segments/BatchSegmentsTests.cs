using FirstParty.Segments;
using FirstParty.Segments.Columnar;
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

    // More people than are evaluated together, the last of them few: each as the same person is alone.
    [FsCheck.NUnit.Property(MaxTest = 3)]
    public void Evaluate_AgreesWithTheReference_OverManyGroups(Guid seed)
    {
        var source = new RuleSource(seed);
        var set = source.Set();
        var different = Enumerable.Range(0, 7).Select(_ => source.Someone().View()).ToList();
        var (reference, batch, now) = (new ReferenceEvaluator(set), new BatchSegments(set), source.Instant());
        var columns = batch.Encode([.. Enumerable.Range(0, (2 * RowGroup.Size) + 65).Select(row => different[row % 7])]);
        foreach (var bitmap in batch.Evaluate(columns, now))
        {
            var members = different.Select(view => reference.IsMember(bitmap.Segment, view, now)).ToList();
            bitmap.MemberRows().ShouldBe(Enumerable.Range(0, columns.Count).Where(row => members[row % 7]), $"{SegmentJson.Write(set[bitmap.Segment])} at {now:O}");
        }
    }

    // Windows that hold most events are counted by what lies outside them, those of few by what lies inside.
    [TestCase(1, new[] { 2 })]
    [TestCase(3, new[] { 1, 2 })]
    [TestCase(9, new[] { 0, 1, 2 })]
    public void Evaluate_CountsAndSums_FromEitherSideOfAWindow(int days, int[] expected)
    {
        var set = SegmentSet.Create(
        [
            new SegmentDefinition { Id = "count", When = Rule.Count("Ordered").Over(TimeSpan.FromDays(days)).AtLeast(1) },
            new SegmentDefinition { Id = "sum", When = Rule.Sum("Ordered", "total").Over(TimeSpan.FromDays(days)).MoreThan(0.5m) },
        ]);
        var people = new[] { 8, 2, 0 }.Select(age => new Person()
            .Did("Ordered", TimeSpan.FromDays(age), new() { ["total"] = 1.25m })
            .Did("Ordered", TimeSpan.FromDays(30), new() { ["total"] = 7 })
            .Did("Ordered", TimeSpan.FromDays(-1), new() { ["total"] = 7 }).View()).ToList();
        var batch = new BatchSegments(set);

        foreach (var bitmap in batch.Evaluate(batch.Encode(people), Person.Now))
        {
            bitmap.MemberRows().ShouldBe(expected, bitmap.Segment);
        }
    }

    [Test]
    public void Evaluate_AnswersForNobody_WhenThereIsNobody()
    {
        var batch = new BatchSegments(SegmentSet.Create([new SegmentDefinition { Id = "all", When = Rule.All() }]));

        batch.Evaluate(batch.Encode([]), Person.Now).Single().Members.ShouldBe(0);
    }
}
