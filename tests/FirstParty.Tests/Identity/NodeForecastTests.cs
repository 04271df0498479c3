using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class NodeForecastTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Identifier Ada = Identifier.UserId("ada");
    private static readonly Identifier Bob = Identifier.UserId("bob");
    private static readonly Identifier Phone = Identifier.AnonymousId("8f1d2c3b");
    private static readonly Identifier Laptop = Identifier.AnonymousId("0a44e1f2");
    private static readonly Identifier Card = Identifier.Of(IdentifierNamespace.LoyaltyId, "L-77120");

    private static IEnumerable<TestCaseData> Plain =>
    [
        Case("a device alone", [Phone]),
        Case("a person alone", [Ada]),
        Case("a person on a device", [Ada, Phone]),
        Case("the same twice", [Ada, Phone], [Ada, Phone]),
        Case("a person, a card and a device", [Ada, Card, Phone]),
        Case("a card on a device", [Card, Phone]),
        Case("two people, each on a device", [Ada, Phone], [Bob, Laptop]),
    ];

    [TestCaseSource(nameof(Plain))]
    public void Nodes_AreWhatResolutionMakesOfNewPeople(Identifier[][] events)
    {
        var written = new GraphHarness(IdentityRules.Default).Apply([.. events.Select(Event)]).Written;

        Forecast(events).ShouldBe(written.Nodes, ignoreOrder: true);
    }

    [Test]
    public void Nodes_AreNone_OfWhoIsNamedInDifferentCompany() =>
        Forecast([[Ada, Phone], [Ada, Laptop], [Bob]]).ShouldHaveSingleItem().Identifier.ShouldBe(Bob);

    [Test]
    public void Nodes_AreNone_OfWhomAnIdentifierDerivesAnother()
    {
        var rules = IdentityRules.Default with
        {
            Namespaces = [.. IdentityRules.Default.Namespaces.Select(rule => rule.Namespace == IdentifierNamespace.UserId ? rule with { Derives = IdentifierNamespace.LoyaltyId } : rule)],
        };
        var forecast = new NodeForecast(rules);
        forecast.Add([Ada, Phone], Noon);

        forecast.Nodes().ShouldBeEmpty();
    }

    private static TestCaseData Case(string name, params Identifier[][] events) => new TestCaseData([events]).SetArgDisplayNames(name);

    private static IEnumerable<GraphNode> Forecast(Identifier[][] events)
    {
        var forecast = new NodeForecast(IdentityRules.Default);
        for (var i = 0; i < events.Length; i++)
        {
            forecast.Add([.. events[i]], At(i));
        }

        return forecast.Nodes().Values;
    }

    private static EventAssertion Event(Identifier[] named, int number) =>
        new() { Id = FactId.Of("web", $"m{number}"), Identifiers = [.. named], OccurredAt = At(number) };

    // The later event comes first.
    private static DateTimeOffset At(int number) => Noon.AddMinutes(-number);
}
