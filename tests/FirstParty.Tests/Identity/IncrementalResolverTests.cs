using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class IncrementalResolverTests
{
    private const int RunsPerRuleSet = 30;
    private const int FactsPerRun = 50;

    private static IEnumerable<TestCaseData> RuleSets => RandomFacts.RuleSets.Select(set => new TestCaseData(set.Rules).SetArgDisplayNames(set.Name));

    [TestCaseSource(nameof(RuleSets))]
    public void ApplyAsync_EqualsBatch_AfterEachFact(IdentityRules rules)
    {
        for (var seed = 0; seed < RunsPerRuleSet; seed++)
        {
            var facts = new RandomFacts(seed, rules);
            var harness = new GraphHarness(rules);
            for (var i = 0; i < FactsPerRun; i++)
            {
                var fact = facts.Next();
                var change = harness.Apply(fact);
                var expected = harness.Batch();
                var at = $"seed {seed}, fact {i}: {fact}";
                Compare(harness, expected, at);
                if (fact is EventAssertion && change.Attribution[fact.Id].Outcome is not (AttributionOutcome.Retracted or AttributionOutcome.Erased))
                {
                    change.Attribution[fact.Id].ShouldBe(expected.Attribution[fact.Id], at);
                }
            }
        }
    }

    [TestCaseSource(nameof(RuleSets))]
    public void RebuildAsync_GivesTheSameState(IdentityRules rules)
    {
        for (var seed = 100; seed < 115; seed++)
        {
            var facts = new RandomFacts(seed, rules);
            var harness = new GraphHarness(rules);
            for (var i = 0; i < FactsPerRun; i++)
            {
                var fact = facts.Next();
                harness.Apply(fact);
                if (i % 5 != 0)
                {
                    continue;
                }

                var live = harness.PrintState();
                harness.Rebuild(chunk: 7);
                if (harness.PrintState() != live)
                {
                    Assert.Fail($"seed {seed}, fact {i}: {fact}\nrebuilt\n{harness.PrintState()}\nlive\n{live}");
                }
            }
        }
    }

    [TestCaseSource(typeof(IdentityVector), nameof(IdentityVector.Cases))]
    public void ApplyAsync_EqualsBatch_OnEveryVector(object given)
    {
        var vector = (IdentityVector)given;
        foreach (var order in Shuffles.Of(vector.Inputs, seed: 7).Take(60))
        {
            var harness = new GraphHarness(vector.Rules);
            foreach (var fact in order)
            {
                harness.Apply(fact);
                Compare(harness, harness.Batch(), vector.Name);
            }
        }
    }

    private static void Compare(GraphHarness harness, Resolution expected, string at)
    {
        var (actual, wanted) = (harness.Print(), GraphHarness.Print(expected));
        if (actual != wanted)
        {
            Assert.Fail($"{at}\nexpected\n{wanted}\nbut was\n{actual}");
        }
    }
}
