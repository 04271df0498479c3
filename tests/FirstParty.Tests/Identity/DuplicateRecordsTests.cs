using FirstParty.Identity;
using Shouldly;

namespace FirstParty.Tests.Identity;

/// <summary>How well resolution finds out who is who among records whose owners are known.</summary>
public sealed class DuplicateRecordsTests
{
    [Test]
    public void Resolve_FindsPeopleAmongDuplicates_WithoutMixingThem_InAnyOrder()
    {
        var records = new DuplicateRecords(people: 10_000);
        var facts = records.Records.Select(record => (IdentityAssertion)record.Record).ToList();
        var resolution = IdentityResolver.Resolve(IdentityRules.Default, facts);
        var (right, found, meant) = records.Count(resolution);
        var (precision, recall) = ((double)right / found, (double)right / meant);
        TestContext.Out.WriteLine($"{facts.Count} records of 10,000 people: precision {precision:F4}, recall {recall:F4}.");

        // Telephones are shared, so that wrong pairs are there to be made: whoever follows every link has far more of them.
        precision.ShouldBeGreaterThan(0.90);
        recall.ShouldBeGreaterThan(0.90);
        records.Count(IdentityResolver.Resolve(IdentityRules.Default, Shuffles.Shuffle(new Random(3), [.. facts, .. facts.Take(500)])))
            .ShouldBe((right, found, meant));
    }

    [Test]
    public void Count_IsOfNoUse_ToARuleWithoutUniqueIds()
    {
        var records = new DuplicateRecords(people: 10_000);
        var blind = IdentityRules.Default with
        {
            RequireOneUnique = false,
            Namespaces = [.. IdentityRules.Default.Namespaces.Select(rule => rule with { Unique = false, MaxFanOut = null, Limit = null })],
        };
        var strict = records.Count(IdentityResolver.Resolve(IdentityRules.Default, records.Records.Select(record => record.Record)));
        var loose = records.Count(IdentityResolver.Resolve(blind, records.Records.Select(record => record.Record)));
        ((double)loose.Right / loose.Found).ShouldBeLessThan((double)strict.Right / strict.Found, "the limits are what keeps households apart");
    }
}
