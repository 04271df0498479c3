using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>The laws of resolution, over random sets of colliding facts.</summary>
public sealed class IdentityLawTests
{
    private static readonly IdentityRules Rules = RandomFacts.RuleSets[0].Rules;

    [Law(MaxTest = 300)]
    public void Resolve_IgnoresOrderAndDuplicates(int seed)
    {
        var (facts, random) = (Facts(seed, 40), new Random(seed));
        var expected = IdentityVector.Print(IdentityResolver.Resolve(Rules, facts));

        IdentityVector.Print(IdentityResolver.Resolve(Rules, Shuffles.Shuffle(random, [.. facts, .. facts.Take(10)]))).ShouldBe(expected);
    }

    [Law(MaxTest = 200)]
    public void Retract_GivesWhatWouldHaveBeen_AlsoAfterLaterFacts(int seed)
    {
        var facts = Facts(seed, 40);
        var merge = new LinkAssertion
        {
            Id = FactId.Of("operator", "merge"),
            At = IdentityVector.At(12),
            Identifiers = [new("user", "u1"), new("email", "e3@x"), new("device", "d2")],
        };
        var undo = new RetractAssertion { Id = FactId.Of("operator", "undo"), At = IdentityVector.At(40), Targets = [merge.Id] };

        IdentityVector.Print(IdentityResolver.Resolve(Rules, [.. facts[..20], merge, .. facts[20..], undo]))
            .ShouldBe(IdentityVector.Print(IdentityResolver.Resolve(Rules, facts)));
    }

    [Law(MaxTest = 60)]
    public void ApplyAsync_EndsTheSame_WhateverTheOrderAndTheBatches(int seed)
    {
        var random = new Random(seed);
        var facts = Facts(seed, 30).Where(fact => fact is not EraseAssertion).ToList(); // What an erasure has redacted depends on when it comes.
        var expected = GraphHarness.Print(IdentityResolver.Resolve(Rules, facts));
        var harness = new GraphHarness(Rules);
        foreach (var batch in Shuffles.Shuffle(random, [.. facts, .. facts.Take(5)]).Chunk(random.Next(1, 9)))
        {
            harness.Apply(batch);
        }

        harness.Print().ShouldBe(expected);
        harness.Rebuild(chunk: 9);
        harness.Print().ShouldBe(expected);
    }

    [Test]
    public void Resolve_IsLocal_ComponentByComponent()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var left = Facts(seed, 20).OfType<EventAssertion>().ToList();
            var right = left.Select(fact => fact with
            {
                Id = fact.Id with { Key = ~fact.Id.Key },
                Identifiers = [.. fact.Identifiers.Where(identifier => identifier.Namespace != "hash").Select(identifier => identifier with { Value = "z" + identifier.Value })],
            }).ToList();

            IdentityResolver.Resolve(Rules, [.. left, .. right]).Profiles.Select(profile => profile.Id).ShouldBe(
                IdentityResolver.Resolve(Rules, left).Profiles.Concat(IdentityResolver.Resolve(Rules, right).Profiles).Select(profile => profile.Id),
                ignoreOrder: true);
        }
    }

    [Test]
    public void NaiveUnion_FailsTheTestOfOrder_WhichResolvePasses()
    {
        var (naive, ours) = (0, 0);
        for (var seed = 0; seed < 1000; seed++)
        {
            var facts = Facts(seed, 12).OfType<EventAssertion>().Select(fact => fact with { Identifiers = [.. fact.Identifiers.Distinct()] }).ToList();
            var shuffled = Shuffles.Shuffle(new Random(seed), facts);
            naive += NaiveUnion.Resolve(Rules, facts) == NaiveUnion.Resolve(Rules, shuffled) ? 0 : 1;
            ours += IdentityVector.Print(IdentityResolver.Resolve(Rules, facts)) == IdentityVector.Print(IdentityResolver.Resolve(Rules, shuffled)) ? 0 : 1;
        }

        ours.ShouldBe(0);
        naive.ShouldBeGreaterThan(200);
        TestContext.Out.WriteLine($"Arrival-order union answered differently on {naive} of 1,000 sets.");
    }

    private static IdentityAssertion[] Facts(int seed, int count)
    {
        var random = new RandomFacts(seed, Rules);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next())];
    }
}
