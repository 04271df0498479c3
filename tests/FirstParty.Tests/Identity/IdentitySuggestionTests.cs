using FirstParty.Identity;

namespace FirstParty.Tests.Identity;

public sealed class IdentitySuggestionTests
{
    private static readonly SuggestAssertion Suggestion = new()
    {
        Id = FactId.Of("model", "s1"),
        At = IdentityVector.At(1),
        First = Identifier.Email("Ada@Example.com"),
        Second = Identifier.UserId("ada"),
        Weight = 0.93,
        Model = "febrl/1",
    };

    private static readonly LinkAssertion Accepted = Suggestion.Accept(FactId.Of("operator", "a"), IdentityVector.At(2), "grace");

    private static readonly SeparateAssertion Rejected = Suggestion.Reject(FactId.Of("operator", "r"), IdentityVector.At(3), "grace");

    [Test]
    public void Of_TellsWhatBecameOfASuggestion()
    {
        State(Suggestion).ShouldBe(SuggestionState.Open);
        State(Suggestion, Accepted).ShouldBe(SuggestionState.Accepted);
        State(Rejected, Accepted, Suggestion).ShouldBe(SuggestionState.Rejected);
        State(Rejected, Accepted, Suggestion, Retract(Rejected)).ShouldBe(SuggestionState.Accepted);
        IdentitySuggestion.Of(IdentityRules.Default, [Suggestion, Retract(Suggestion)]).ShouldBeEmpty();
    }

    [Test]
    public void ApplyAsync_MergesNobody_UntilSomebodyAccepts()
    {
        var harness = new GraphHarness(IdentityRules.Default);
        harness.Apply(Event("1", Suggestion.First), Event("2", Suggestion.Second), Suggestion);
        harness.Batch().Profiles.Length.ShouldBe(2);

        harness.Apply(Accepted).Gone.ShouldHaveSingleItem();
        harness.Print().ShouldBe(GraphHarness.Print(harness.Batch()));

        harness.Apply(Rejected);
        harness.Print().ShouldBe(GraphHarness.Print(harness.Batch()));
        harness.Batch().Profiles.Length.ShouldBe(2);
        harness.Graph.Current.Acts.Count.ShouldBe(3);
    }

    [Test]
    public void Between_ShowsWhatAnActWouldChange_AndWritesNothing()
    {
        IdentityAssertion[] facts = [Event("1", Suggestion.First), Event("2", Suggestion.Second)];
        var before = IdentityResolver.Resolve(IdentityRules.Default, facts);
        var after = IdentityResolver.Resolve(IdentityRules.Default, [.. facts, Accepted]);

        var preview = ResolutionPreview.Between(before, after);

        preview.Profiles.Length.ShouldBe(2);
        preview.Profiles.Count(difference => difference.After.IsEmpty).ShouldBe(1);
        preview.Reattributed.ShouldBe([facts[0].Id]);
        ResolutionPreview.Between(before, before).IsEmpty.ShouldBeTrue();
    }

    private static SuggestionState State(params IdentityAct[] acts) => IdentitySuggestion.Of(IdentityRules.Default, acts).ShouldHaveSingleItem().State;

    private static RetractAssertion Retract(IdentityAct act) =>
        new() { Id = FactId.Of("operator", "undo"), At = IdentityVector.At(4), Targets = [act.Id] };

    private static EventAssertion Event(string id, Identifier identifier) =>
        new() { Id = FactId.Of("web", id), OccurredAt = IdentityVector.At(1), Identifiers = [identifier] };
}
