using FirstParty.Segments;
using FirstParty.Segments.Sql;
using FirstParty.Storage.Conformance.Segments;

namespace FirstParty.Storage.Conformance;

/// <summary>What a back end must do that evaluates segments by SQL: law 6, one meaning per rule, whoever evaluates it.</summary>
public abstract class SegmentSqlConformance<TBackend> : PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    [SetUp]
    public async Task HasSql()
    {
        if (!await ReadAsync(session => Task.FromResult(session.SegmentSql is not null)))
        {
            Assert.Fail("This storage evaluates no segments by SQL: StorageSession.SegmentSql is null. Do not use this fixture.");
        }
    }

    /// <summary>
    /// Reference = closure tree = columns = SQL, over generated rules, people (unknown traits, nulls and values of other kinds included) and instants.
    /// </summary>
    [Law(MaxTest = 300)]
    public async Task Evaluate_AgreesWithEveryOtherEvaluator(Guid seed)
    {
        var source = new RuleSource(seed);
        var set = source.Set();
        var views = Enumerable.Range(0, 70).Select(number => source.Someone().View(new Guid(number, 0, 0, new byte[8]))).ToList();
        var (reference, columns, batch) = (new ReferenceEvaluator(set), new BatchSegments(set), new SqlSegments(set));
        var encoded = columns.Encode(views);
        var now = source.Instant();
        var found = await ReadAsync(async session => await batch.EvaluateAsync(session.SegmentSql!, views, now, Token));
        var columnar = columns.Evaluate(encoded, now);
        for (var i = 0; i < set.Definitions.Length; i++)
        {
            var definition = set.Definitions[i];
            var expected = Enumerable.Range(0, views.Count).Where(row => reference.IsMember(definition.Id, views[row], now)).ToList();
            var said = $"{SegmentJson.Write(definition)} at {now:O}";
            Enumerable.Range(0, views.Count).Where(row => set.Compiled.IsMember(i, set.Compiled.Encode(views[row]), now)).ShouldBe(expected, $"closure: {said}");
            columnar[i].MemberRows().ShouldBe(expected, $"columns: {said}");
            found.Members[i].MemberRows().ShouldBe(expected, $"SQL: {said}\n{found.Statements[i]}");
        }
    }

    [Test]
    public async Task Evaluate_PutsNoTextOfARuleIntoAStatement()
    {
        const string Hostile = "x'); DROP TABLE events; --";
        var set = SegmentSet.Create(
        [
            new SegmentDefinition
            {
                Id = "hostile",
                Purpose = Hostile,
                When = Rule.Trait(Hostile).IgnoringCase().Contains(Hostile)
                    | (Rule.Event(Hostile).Where(Rule.Property(Hostile).EqualTo(Hostile)).AtLeastOnce() & Rule.Bucket(Hostile, 50)),
            },
        ]);
        var views = new[] { new Person().Has(Hostile, $"a {Hostile} z").Permits(Hostile).View(), new Person().Permits(Hostile).View() };
        var found = await EvaluateAsync(set, views);

        found.Members.Single().MemberRows().ShouldBe([0]);
        found.NotExpressible.ShouldBeEmpty();
        found.Statements.Single().ShouldNotContain("DROP");
        found.Statements.Single().ShouldNotContain("'");
    }

    [Test]
    public async Task Evaluate_NamesWhatSqlCannotSay_AndAsksTheRowEngine()
    {
        var set = SegmentSet.Create(
        [
            new SegmentDefinition { Id = "mixed", When = Rule.Trait("email").Matches("^a.*z$") & Rule.Trait("age").AtLeast(18) },
            new SegmentDefinition { Id = "fine", When = Rule.Sum("Order", "total").MoreThan(1.5m) },
            new SegmentDefinition { Id = "exact", When = Rule.Sum("Order", "weight").MoreThan(0.00001m) },
        ]);
        var views = new[]
        {
            new Person().Has("email", "abcz").Has("age", 18).Did("Order", TimeSpan.FromDays(1), new() { ["total"] = 1.5001m, ["weight"] = 0.000011m }).View(),
            new Person().Has("email", "abcz").Has("age", 17).Did("Order", TimeSpan.FromDays(1), new() { ["total"] = 1.5m, ["weight"] = 0.00001m }).View(),
        };
        var found = await EvaluateAsync(set, views);

        found.Members.Select(bitmap => bitmap.MemberRows().ToArray()).ShouldBe([[0], [0], [0]]);
        found.NotExpressible.Select(leaf => leaf.ToString()).ShouldBe(
        [
            "mixed: not expressible: matches: a regular expression",
            "exact: not expressible: a stored number of more than four decimals, or of a hundred billion or more",
        ]);
    }

    [Test]
    public async Task Evaluate_TakesARuleOfAThousandLeaves()
    {
        var many = Rule.Any([.. Enumerable.Range(0, 999).Select(number => Rule.Trait("n").EqualTo(number))]);
        var views = new[] { new Person().Has("n", 998).View(), new Person().Has("n", 999).View() };
        var found = await EvaluateAsync(SegmentSet.Create([new SegmentDefinition { Id = "many", When = many }]), views);

        found.Members.Single().MemberRows().ShouldBe([0]);
    }

    private Task<SqlSegmentsResult> EvaluateAsync(SegmentSet set, Profiles.ProfileView[] views) =>
        ReadAsync(async session => await new SqlSegments(set).EvaluateAsync(session.SegmentSql!, views, Person.Now, Token));
}
