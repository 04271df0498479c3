using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

/// <summary>What a hostile or careless sender can do: each case has a named outcome, and nothing is lost.</summary>
public sealed class IdentityEdgeCaseTests
{
    private static readonly IdentityRules Rules = IdentityRules.Default;
    private int _next;

    [Test]
    public void ApplyAsync_CallsAnEventAmbiguous_WhenItNamesTwoUniqueValues()
    {
        var harness = new GraphHarness(Rules);
        var fact = Event(1, Identifier.UserId("ada"), Identifier.UserId("bob"), Identifier.Email("ada@example.com"));

        var change = harness.Apply(fact);

        change.Attribution[fact.Id].Outcome.ShouldBe(AttributionOutcome.Ambiguous);
        change.Profiles.Values.Distinct().Count().ShouldBe(3);
    }

    [Test]
    public void ApplyAsync_NamesWhatItRefuses_AndKeepsTheRest()
    {
        var harness = new GraphHarness(Rules);
        var fact = Event(1, Identifier.UserId("ada"), new("userId", new string('x', 10_240)), new("email", "\udc00@x"), new("email", "nonsense"), new("x", "1"));

        var change = harness.Apply(fact);

        change.Attribution[fact.Id].Anchor.ShouldBe(Identifier.UserId("ada"));
        change.Refused.Select(refused => refused.Refusal).ShouldBe(
            [IdentifierRefusal.TooLong, IdentifierRefusal.NotText, IdentifierRefusal.Malformed, IdentifierRefusal.UnknownNamespace]);
    }

    [TestCase(IdentifierEntity.Account)]
    [TestCase(IdentifierEntity.Household)]
    public void Resolve_JoinsNobody_ThroughAnotherEntity(IdentifierEntity entity)
    {
        var rules = Rules with { Namespaces = [.. Rules.Namespaces, new NamespaceRule { Namespace = "together", Priority = 2, Entity = entity }] };
        var (ada, bo, home) = (Identifier.UserId("ada"), Identifier.Email("bo@example.com"), new Identifier("together", "storgatan-1"));
        var resolution = IdentityResolver.Resolve(rules, [Event(1, ada, home), Event(2, bo, home), Event(3, Identifier.AnonymousId("tv"), home)]);

        resolution.Profiles.Length.ShouldBe(3);
        resolution.Memberships.Select(membership => membership.Account).ShouldBe([home, home, home]);
        resolution.Memberships.Select(membership => membership.Profile)
            .ShouldBe([ProfileId.Of(ada), ProfileId.Of(bo), ProfileId.Of(Identifier.AnonymousId("tv"))], ignoreOrder: true);
    }

    [Test]
    public void ApplyAsync_SaysNobody_WhenNoIdentifierIsLeft()
    {
        var fact = Event(1, new Identifier("userId", "undefined"));
        new GraphHarness(Rules).Apply(fact).Attribution[fact.Id].Outcome.ShouldBe(AttributionOutcome.Nobody);
    }

    [Test]
    public void ApplyAsync_TakesCyclicAliasesForOneClass()
    {
        var harness = new GraphHarness(Rules);
        var (a, b, c) = (Identifier.UserId("a"), Identifier.UserId("b"), Identifier.UserId("c"));
        harness.Apply(Event(1, a), Event(2, b), Event(3, c), Alias(a, b), Alias(b, c), Alias(c, a), Alias(a, a));

        harness.Print().ShouldBe(GraphHarness.Print(harness.Batch()));
        harness.Batch().Profiles.ShouldHaveSingleItem().Identifiers.Length.ShouldBe(3);
    }

    [Test]
    public void ApplyAsync_NamesUnknownTargets_AndIgnoresThemWhenTheyArrive()
    {
        var harness = new GraphHarness(Rules);
        var late = Event(1, Identifier.UserId("ada"), Identifier.AnonymousId("d1"));

        var change = harness.Apply(new RetractAssertion { Id = Next(), At = IdentityVector.At(1), Targets = [late.Id] });
        change.UnknownTargets.ShouldBe([late.Id]);
        change.Rearranged.ShouldBeEmpty();

        harness.Apply(late).Attribution[late.Id].Outcome.ShouldBe(AttributionOutcome.Retracted);
        harness.Batch().Profiles.ShouldBeEmpty();
    }

    [Test]
    public void ApplyAsync_WritesNothing_ForAKnownPair()
    {
        var harness = new GraphHarness(Rules);
        harness.Apply(Event(1, Identifier.UserId("ada"), Identifier.AnonymousId("d1")));

        for (var time = 2; time < 50; time++)
        {
            var change = harness.Apply(Event(time, Identifier.UserId("ada"), Identifier.AnonymousId("d1")));
            change.Written.IsEmpty.ShouldBeTrue();
            change.Rearranged.ShouldBeEmpty();
        }

        harness.EventsRead.ShouldBe(0);
    }

    [TestCase(1)]
    [TestCase(5_000)]
    public void ApplyAsync_ReadsNoEvent_ToMergeProfilesOfAnySize(int events)
    {
        var harness = new GraphHarness(Rules);
        harness.Apply([.. Enumerable.Range(0, events).Select(i => Event(i, Identifier.AnonymousId("d1")))]);
        harness.Apply([.. Enumerable.Range(0, events).Select(i => Event(i, Identifier.UserId("ada")))]);

        var change = harness.Apply(Event(9_000, Identifier.UserId("ada"), Identifier.AnonymousId("d1")));

        change.History.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Merged);
        change.Written.Nodes.Length.ShouldBeLessThanOrEqualTo(2);
        harness.EventsRead.ShouldBe(0);
    }

    [Test]
    public void ApplyAsync_KeepsResolvingEveryId_AlsoAfterUnmerge()
    {
        var harness = new GraphHarness(Rules);
        harness.Apply(Event(1, Identifier.AnonymousId("d1")), Event(2, Identifier.UserId("ada")));
        var handedOut = harness.Graph.Current.Nodes.Values.Select(node => node.Profile).ToList();
        var link = new LinkAssertion { Id = Next(), At = IdentityVector.At(3), Identifiers = [Identifier.UserId("ada"), Identifier.AnonymousId("d1")] };

        var merged = harness.Apply(link);
        handedOut.Select(id => harness.Graph.Current.Nodes[id].Profile).Distinct().ShouldHaveSingleItem();
        merged.Gone.ShouldHaveSingleItem();

        var split = harness.Apply(new RetractAssertion { Id = Next(), At = IdentityVector.At(4), Targets = [link.Id] });
        handedOut.Select(id => harness.Graph.Current.Nodes[id].Profile).ShouldBe(handedOut);
        split.History.ShouldHaveSingleItem().Kind.ShouldBe(ResolutionEntryKind.Split);
        split.Rearranged.ShouldBe(handedOut, ignoreOrder: true);
    }

    [Test]
    public void ApplyAsync_ContestsADeviceOfThousands_AtAConstantCost()
    {
        var harness = new GraphHarness(Rules);
        ResolutionChange? change = null;
        for (var i = 0; i < 1_000; i++)
        {
            change = harness.Apply(Event(i, Identifier.UserId($"u{i}"), Identifier.AnonymousId("kiosk")));
            if (i > 20)
            {
                change.Written.Nodes.Length.ShouldBeLessThanOrEqualTo(2);
                change.Written.Links.Length.ShouldBe(1);
            }
        }

        harness.EventsRead.ShouldBeLessThan(50);
        harness.Graph.Current.Nodes[ProfileId.Of(Identifier.AnonymousId("kiosk"))].Contested.ShouldBeTrue();
        harness.Print().ShouldBe(GraphHarness.Print(harness.Batch()));
    }

    [Test]
    public void ApplyAsync_ShedsTheWeakestLinks_OfAComponentOverBudget()
    {
        var rules = Rules with { ComponentBudget = 100 };
        var harness = new GraphHarness(rules);
        harness.Apply(Event(0, Identifier.UserId("bot"), Identifier.Email("bot@example.com")));
        var kinds = new HashSet<ResolutionEntryKind>();
        for (var i = 0; i < 400; i++)
        {
            var change = harness.Apply(Event(i, Identifier.UserId("bot"), Identifier.AnonymousId($"d{i}")));
            kinds.UnionWith(change.History.Select(entry => entry.Kind));
        }

        kinds.ShouldContain(ResolutionEntryKind.Oversized);
        harness.Print().ShouldBe(GraphHarness.Print(harness.Batch()));
        harness.Batch().Find(Identifier.Email("bot@example.com"))!.Identifiers.Length.ShouldBe(2);
        harness.Apply(Event(999, Identifier.UserId("bot"), Identifier.AnonymousId("one-more"))).Written.Nodes.Length.ShouldBeLessThanOrEqualTo(1);
    }

    private EventAssertion Event(int time, params Identifier[] identifiers) =>
        new() { Id = Next(), OccurredAt = IdentityVector.At(time), Identifiers = [.. identifiers] };

    private AliasAssertion Alias(Identifier from, Identifier to) => new() { Id = Next(), At = IdentityVector.At(0), From = from, To = to };

    private FactId Next() => FactId.Of("edge", $"{_next++}");
}
