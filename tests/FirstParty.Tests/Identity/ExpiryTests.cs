using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>Ties that grow too old: as of a logged instant, and as a function of the set of facts.</summary>
public sealed class ExpiryTests
{
    private static readonly Identifier User = new("user", "u1");
    private static readonly Identifier Device = new("device", "d1");

    private static readonly IdentityRules Rules = RandomFacts.RuleSets.Single(set => set.Name == "expiring, newest").Rules;

    private static IEnumerable<TestCaseData> RuleSets => RandomFacts.RuleSets
        .Where(set => set.Name.StartsWith("expiring", StringComparison.Ordinal))
        .Select(set => new TestCaseData(set.Rules).SetArgDisplayNames(set.Name));

    // A device holds for 12 seconds after it was seen with somebody.
    [TestCase(null, true, TestName = "NothingIsLogged")]
    [TestCase(22, true, TestName = "AsOldAsAllowed")]
    [TestCase(23, false, TestName = "TooOld")]
    public void Resolve_LetsGo_AsOfALoggedInstant(int? asOf, bool together)
    {
        IdentityAssertion[] facts = [Seen("a", 3), Seen("b", 10), .. asOf is { } instant ? [AsOf("x", instant)] : Array.Empty<IdentityAssertion>()];
        IsTogether(facts).ShouldBe(together);
    }

    [Test]
    public void Resolve_CountsTheNewestEventOfThePair_AndTheLatestInstant()
    {
        IsTogether([Seen("a", 1, AssertionStrength.Verified), Seen("b", 30), AsOf("x", 40), AsOf("y", 20)]).ShouldBeTrue("seen again since");
        IsTogether([Seen("a", 1), AsOf("x", 40), AsOf("y", 13)]).ShouldBeFalse("the latest instant counts, whatever was said last");
        IsTogether([Seen("a", 1), AsOf("x", 40), Retract("r", "x")]).ShouldBeTrue("taken back");
        IsTogether([Seen("a", 1), AsOf("x", 40), AsOf("y", 50), Retract("r", "y")]).ShouldBeFalse("the earlier one stands");
        IsTogether([Seen("a", 10), AsOf("x", 20), AsOf("y", 50), Retract("r", "y")]).ShouldBeTrue("as of the earlier one it is young enough");
    }

    [TestCase(AssertionStrength.Derived, true)]
    [TestCase(AssertionStrength.Manual, true)]
    [TestCase(AssertionStrength.Authoritative, false)]
    [TestCase(AssertionStrength.Verified, false)]
    [TestCase(AssertionStrength.Observed, false)]
    [TestCase(AssertionStrength.Inferred, false)]
    public void Resolve_KeepsWhatAPersonOfTheHostDecided(AssertionStrength strength, bool together) =>
        IsTogether([Seen("a", 1, strength), AsOf("x", 99)]).ShouldBe(together);

    [Test]
    public void Resolve_LeavesTheEventWithItsAnchor()
    {
        var alone = Seen("b", 2) with { Identifiers = [Device] };
        var resolution = IdentityResolver.Resolve(Rules, [Seen("a", 1), alone, AsOf("x", 99)]);
        resolution.Attribution[IdentityVector.Fact("a")].Profile.ShouldBe(ProfileId.Of(User));
        resolution.Attribution[IdentityVector.Fact("b")].Profile.ShouldBe(ProfileId.Of(Device), "whoever holds the device now is not known");
    }

    [Test]
    public void Resolve_LeavesTheHistoryOfASharedDevice()
    {
        var other = Seen("c", 5) with { Identifiers = [new("user", "u2"), Device] };
        var between = Seen("b", 2) with { Identifiers = [Device] };
        var resolution = IdentityResolver.Resolve(Rules, [Seen("a", 1), between, other, AsOf("x", 16)]);
        resolution.Find(Device)!.Id.ShouldBe(ProfileId.Of(new Identifier("user", "u2")));
        resolution.Attribution[IdentityVector.Fact("b")].Profile.ShouldBe(ProfileId.Of(User), "it was hers when it happened");
    }

    [TestCaseSource(nameof(RuleSets))]
    public void Resolve_IsWhatIsLeft_WhenTheOldIsTakenOutByHand(IdentityRules rules)
    {
        var lasting = rules with { Namespaces = [.. rules.Namespaces.Select(rule => rule with { ExpiresAfter = null })] };
        var differing = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new RandomFacts(seed, rules);
            IdentityAssertion[] facts = [.. Enumerable.Range(0, 40).Select(_ => random.Next()).Where(fact => fact is not EraseAssertion)];
            var expected = GraphHarness.Print(IdentityResolver.Resolve(lasting, WithoutTheOld(rules, facts)));
            GraphHarness.Print(IdentityResolver.Resolve(rules, facts)).ShouldBe(expected, $"seed {seed}");
            GraphHarness.Print(IdentityResolver.Resolve(rules, Shuffles.Shuffle(new Random(seed), [.. facts, .. facts.Take(9)]))).ShouldBe(expected, $"seed {seed}");
            differing += expected == GraphHarness.Print(IdentityResolver.Resolve(lasting, facts)) ? 0 : 1;
        }

        differing.ShouldBeGreaterThan(30, "else the facts say nothing about expiry");
    }

    [TestCaseSource(nameof(RuleSets))]
    public void ApplyAsync_EndsTheSame_WhateverTheOrderAndTheBatches(IdentityRules rules)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new RandomFacts(seed, rules);
            IdentityAssertion[] facts = [.. Enumerable.Range(0, 30).Select(_ => random.Next()).Where(fact => fact is not EraseAssertion)];
            var expected = GraphHarness.Print(IdentityResolver.Resolve(rules, facts));
            var harness = new GraphHarness(rules);
            foreach (var batch in Shuffles.Shuffle(new Random(seed), [.. facts, .. facts.Take(5)]).Chunk(1 + (seed % 7)))
            {
                harness.Apply(batch);
            }

            harness.Print().ShouldBe(expected, $"seed {seed}");
            harness.Rebuild(chunk: 9);
            harness.Print().ShouldBe(expected, $"seed {seed}, rebuilt");
        }
    }

    [Test]
    public void Rules_RefuseAnAgeThatIsNone_AndAChangedAgeRebuilds()
    {
        var rules = Rules with { Namespaces = [Rules.Namespaces[0] with { ExpiresAfter = TimeSpan.Zero }, .. Rules.Namespaces.Skip(1)] };
        rules.Validate().ShouldHaveSingleItem().ShouldContain("ExpiresAfter");
        rules.Fingerprint.ShouldNotBe(Rules.Fingerprint);
    }

    /// <summary>The plain way: each event keeps the pairs that are young enough, and names the others on their own.</summary>
    private static IEnumerable<IdentityAssertion> WithoutTheOld(IdentityRules rules, IdentityAssertion[] facts)
    {
        var retracted = facts.OfType<RetractAssertion>().SelectMany(act => act.Targets).ToHashSet();
        var instants = facts.OfType<ExpireAssertion>().Where(act => !retracted.Contains(act.Id)).Select(act => act.AsOf).ToList();
        foreach (var fact in facts)
        {
            if (instants.Count == 0 || fact is not EventAssertion seen || seen.Strength <= AssertionStrength.Manual)
            {
                yield return fact;
                continue;
            }

            Identifier[] people = [.. seen.Identifiers.Distinct().Where(id => rules.Find(id.Namespace)!.Entity == IdentifierEntity.Person)
                .OrderBy(id => rules.Find(id.Namespace)!.Priority).ThenBy(id => id.Value, StringComparer.Ordinal)];
            if (people.Count(id => id.Namespace == "user") > 1)
            {
                yield return fact;
                continue;
            }

            Identifier[] old = [.. people.Skip(1).Where(id => new[] { id, people[0] }
                .Any(end => instants.Max() - rules.Find(end.Namespace)!.ExpiresAfter > seen.At))];
            yield return seen with { Identifiers = [.. seen.Identifiers.Except(old)] };
            foreach (var (id, number) in old.Select((id, number) => (id, number)))
            {
                var part = seen with { Id = FactId.Of("part", $"{seen.Id.Key}-{number}"), Identifiers = [id] };
                if (!retracted.Contains(seen.Id))
                {
                    yield return part;
                }
            }
        }
    }

    private static bool IsTogether(IdentityAssertion[] facts)
    {
        var harness = new GraphHarness(Rules);
        foreach (var fact in facts)
        {
            harness.Apply(fact);
        }

        var resolution = IdentityResolver.Resolve(Rules, facts);
        harness.Print().ShouldBe(GraphHarness.Print(resolution));
        return resolution.Find(User)!.Id == resolution.Find(Device)!.Id;
    }

    private static EventAssertion Seen(string id, int at, AssertionStrength strength = AssertionStrength.Observed) =>
        new() { Id = IdentityVector.Fact(id), OccurredAt = IdentityVector.At(at), Identifiers = [User, Device], Strength = strength };

    private static ExpireAssertion AsOf(string id, int asOf) =>
        new() { Id = IdentityVector.Fact(id), At = IdentityVector.At(asOf), AsOf = IdentityVector.At(asOf) };

    private static RetractAssertion Retract(string id, string target) =>
        new() { Id = IdentityVector.Fact(id), At = IdentityVector.At(99), Targets = [IdentityVector.Fact(target)] };
}
