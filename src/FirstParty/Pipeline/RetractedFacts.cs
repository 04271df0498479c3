using FirstParty.Identity;

namespace FirstParty.Pipeline;

/// <summary>Which events count as never said. A retraction is found by everybody whom the facts named that it takes back.</summary>
internal static class RetractedFacts
{
    public static IReadOnlySet<FactId> In(IEnumerable<IdentityAct> acts) =>
        acts.OfType<RetractAssertion>().SelectMany(retraction => retraction.Targets).ToHashSet();
}
