using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Taxonomies;
using FirstParty.Tests.Identity;

namespace FirstParty.Tests.Profiles;

public sealed class SurvivorshipTests
{
    private static readonly DateTimeOffset Now = IdentityVector.At(1_000_000);

    private static IEnumerable<SurvivorshipStrategy> Strategies => Enum.GetValues<SurvivorshipStrategy>();

    [TestCaseSource(nameof(Strategies))]
    public void Resolve_IsAFunctionOfTheSet_ForEveryStrategy(SurvivorshipStrategy strategy)
    {
        var rule = new SurvivorshipRule(strategy) { Sources = ["crm", "web"], StaleAfter = TimeSpan.FromSeconds(3) };
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var claims = Enumerable.Range(0, random.Next(1, 8)).Select(i => Random(random, i)).ToList();
            var expected = Survivorship.Resolve(claims, rule, IdentityVector.At(6));
            for (var i = 0; i < 5; i++)
            {
                var shuffled = Shuffles.Shuffle(random, [.. claims, claims[random.Next(claims.Count)]]);
                Survivorship.Resolve(shuffled, rule, IdentityVector.At(6)).ShouldBe(expected, $"seed {seed}");
            }

            Check(Survivorship.Explain(claims, rule, IdentityVector.At(6)), expected, claims.Count);
        }
    }

    [Test]
    public void Resolve_PrefersFreshClaims_ThenDirectOnes()
    {
        var rule = SurvivorshipRule.MostTrusted with { StaleAfter = TimeSpan.FromDays(1) };
        var old = Claim(1, "oolong", Party.Zero, Now.AddDays(-2));
        var third = Claim(2, "green", Party.Third, Now.AddHours(-1));

        Survivorship.Resolve([old, third], rule, Now)!.Value.ShouldBe((AttributeValue)"green");
        Survivorship.Resolve([old, third], rule, Now.AddDays(-1))!.Value.ShouldBe((AttributeValue)"oolong");
        Survivorship.Explain([old, third], rule, Now).Claims.ShouldBe([new(third, ClaimFate.Won, null), new(old, ClaimFate.Lost, "staleness")]);
    }

    [TestCase("MostRecent", "time")]
    [TestCase("MostTrusted", "party")]
    [TestCase("SourcePriority", "source")]
    [TestCase("First", "time")]
    public void Explain_NamesTheStepThatBeatTheLoser(string strategy, string step)
    {
        var rule = new SurvivorshipRule(Enum.Parse<SurvivorshipStrategy>(strategy)) { Sources = ["crm"] };
        var crm = Claim(1, "a", Party.Zero, IdentityVector.At(strategy == "First" ? 1 : 9)) with { Fact = FactId.Of("crm", "1") };
        var web = Claim(2, "b", Party.First, IdentityVector.At(5));

        var explained = Survivorship.Explain([web, crm], rule, Now);

        explained.Value!.Value.ShouldBe((AttributeValue)"a");
        explained.Claims[1].Claim.ShouldBe(web);
        explained.Claims[1].Step.ShouldBe(step);
    }

    [Test]
    public void Resolve_GivesNothing_WhenAnExplicitUnsetIsNewest() =>
        Survivorship.Resolve([Claim(1, "a"), Claim(2, AttributeValue.Null, at: IdentityVector.At(9))], SurvivorshipRule.MostRecent, Now).ShouldBeNull();

    [Test]
    public void Resolve_CutsOffASumBeyondTheRangeOfDecimals_WhateverTheOrder()
    {
        TraitClaim[] claims = [Claim(1, decimal.MaxValue), Claim(2, decimal.MaxValue), Claim(3, -5)];
        foreach (var order in Shuffles.Of(claims, seed: 1))
        {
            Survivorship.Resolve(order, new SurvivorshipRule(SurvivorshipStrategy.Sum), Now)!.Value.AsNumber().ShouldBe(decimal.MaxValue);
        }
    }

    [Test]
    public void Resolve_ComparesDatesInText_ForMinAndMax() =>
        Survivorship.Resolve([Claim(1, "2024-03-01"), Claim(2, "2023-12-31")], new SurvivorshipRule(SurvivorshipStrategy.Min), Now)!
            .Value.ShouldBe((AttributeValue)"2023-12-31");

    private static void Check(TraitExplanation explanation, TraitValue? expected, int count)
    {
        explanation.Value.ShouldBe(expected);
        explanation.Claims.Length.ShouldBe(count);
        explanation.Claims.ShouldAllBe(claim => (claim.Fate == ClaimFate.Lost) == (claim.Step != null) && claim.Step != "nothing");
        if (explanation.Claims.Where(claim => claim.Fate == ClaimFate.Won).ToList() is [var won])
        {
            (expected?.Fact ?? won.Claim.Fact).ShouldBe(won.Claim.Fact);
        }
    }

    private static TraitClaim Random(Random random, int i)
    {
        AttributeValue value = random.Next(7) switch
        {
            0 => AttributeValue.Null,
            1 => "denied",
            2 => "granted",
            3 => AttributeValue.ListOf("x", random.Next(3)),
            _ => random.Next(3),
        };
        return Claim(i, value, (Party)random.Next(4), IdentityVector.At(random.Next(6))) with
        {
            Fact = FactId.Of(random.Next(3) switch { 0 => "crm", 1 => "web", _ => "pos" }, $"m{i}"),
            Identifier = Identifier.Email($"{random.Next(2)}@x.test"),
            Explicitness = (Explicitness)random.Next(3),
            Sensitivity = (Sensitivity)random.Next(3),
        };
    }

    private static TraitClaim Claim(int message, AttributeValue value, Party party = Party.First, DateTimeOffset? at = null) => new()
    {
        Fact = FactId.Of("web", $"m{message}"),
        Trait = "favouriteTea",
        Value = value,
        Identifier = Identifier.UserId("ada"),
        OccurredAt = at ?? IdentityVector.At(5),
        Party = party,
    };
}
