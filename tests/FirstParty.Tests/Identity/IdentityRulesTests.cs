using System.Text.RegularExpressions;
using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class IdentityRulesTests
{
    [Test]
    public void Validate_ReportsAllMistakesAtOnce()
    {
        var rules = new IdentityRules
        {
            Region = "Sweden",
            ComponentBudget = 1,
            Namespaces =
            [
                new() { Namespace = "user", Priority = 0, Unique = true, Limit = 3 },
                new() { Namespace = "login", Priority = 2, Unique = true },
                new() { Namespace = "email", Priority = 3, Derives = "nosuch", Blocked = ["(?=look)", "("] },
                new() { Namespace = "email", Priority = 4, MaxFanOut = 0 },
            ],
        };

        var mistakes = rules.Validate();

        mistakes.Length.ShouldBe(10);
        mistakes.ShouldContain("Namespace 'email' is defined 2 times.");
        mistakes.ShouldContain("Namespace 'email': derives 'nosuch', which is not defined.");
        Should.Throw<ArgumentException>(() => new IncrementalResolver(rules, TimeProvider.System));
    }

    /// <summary>Validation takes the default patterns for granted, alone and joined as a rule joins them.</summary>
    [Test]
    public void DefaultPatterns_AreRegularExpressionsWithoutLookAroundOrBackReferences()
    {
        var patterns = IdentityRules.Default.Namespaces.SelectMany(rule => rule.Blocked).Distinct().ToList();

        patterns.ShouldNotBeEmpty();
        patterns.ForEach(pattern => Should.NotThrow(() => new Regex(pattern, RegexOptions.NonBacktracking), pattern));
    }

    [Test]
    public void Validate_AsksForOneUniqueNamespace_UnlessTheHostInsists()
    {
        var none = new IdentityRules { Namespaces = [new() { Namespace = "email", Priority = 1 }] };

        none.Validate().ShouldHaveSingleItem();
        (none with { RequireOneUnique = false }).Validate().ShouldBeEmpty();
    }

    [Test]
    public void Fingerprint_ChangesWithTheRules_AndOnlyThen()
    {
        var rules = IdentityRules.Default;

        rules.Fingerprint.ShouldBe(new IdentityRules { Namespaces = [.. rules.Namespaces.Reverse()] }.Fingerprint);
        rules.Fingerprint.ShouldNotBe((rules with { Order = LinkOrder.Oldest }).Fingerprint);
        rules.Fingerprint.ShouldNotBe((rules with { Namespaces = [rules.Namespaces[0] with { Blocked = ["x"] }, .. rules.Namespaces[1..]] }).Fingerprint);
    }

    [Test]
    public void ProfileId_IsTheSameForEver() // Handed out, stored and exported: it must never change.
    {
        ProfileId.Of(Identifier.UserId("42")).ShouldBe(ProfileId.Of(Identifier.UserId("42")));
        ProfileId.Of(Identifier.UserId("42")).Value.Version.ShouldBe(5);
        ProfileId.Of(Identifier.UserId("42")).ToString().ShouldBe("b69c55e9-0132-5a10-89a7-8dad151bec62");
    }
}
