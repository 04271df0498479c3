using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

internal sealed partial class ProfileMerger
{
    /// <summary>Why a trait has the value it has for a purpose: claims that the purpose may not see are absent, and counted.</summary>
    public TraitExplanation Explain(PersonFacts person, string trait, string purpose, DateTimeOffset asOf)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        var claims = person.Events
            .Where(logged => logged.Kind == EventKind.Identify && logged.OccurredAt <= asOf)
            .SelectMany(Claims, (logged, claim) => (Event: logged, Claim: claim))
            .Where(made => made.Claim.Trait == trait)
            .ToList();
        var permitted = person.Word.Decide(purpose, asOf).Allowed ? claims.Where(made => gate.Permits(made.Event, made.Claim)).ToList() : [];
        return Survivorship.Explain(permitted.Select(made => made.Claim), survivorship.Of(trait), asOf) with { Withheld = claims.Count - permitted.Count };
    }

    /// <summary>
    /// Whether a purpose may see a fact's statement about a trait; with no fact, whether it may see any that there is, or that there could be.
    /// </summary>
    public bool PermitsClaim(PersonFacts person, string trait, FactId? fact, string purpose, DateTimeOffset asOf)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        return person.Word.Decide(purpose, asOf).Allowed
            && ((fact is null && gate.PermitsTrait(person.Word, trait)) || person.Stated.Where(logged => fact is null || logged.Id == fact).Any(
                logged => Claims(logged).Any(claim => claim.Trait == trait && gate.Permits(logged, claim))));
    }

    /// <summary>The group calls of a person that a purpose may see.</summary>
    public IReadOnlyList<LoggedEvent> PermittedGroupCalls(PersonFacts person, string purpose, DateTimeOffset asOf)
    {
        var gate = new PurposeGate(taxonomy, person.Consent, purpose, asOf);
        return !person.Word.Decide(purpose, asOf).Allowed
            ? []
            : [.. person.Events.Where(logged => logged.GroupId is not null && logged.OccurredAt <= asOf && gate.Admit(logged) is not null)];
    }

    /// <summary>What survives of the traits that somebody's group calls gave an account, as far as they permit the purpose.</summary>
    public ImmutableDictionary<string, TraitValue> SurvivingOf(
        IEnumerable<(PersonFacts Member, LoggedEvent Call)> calls, string purpose, DateTimeOffset asOf)
    {
        var permitted = calls.SelectMany(
            said => Claims(said.Call).Where(claim => new PurposeGate(taxonomy, said.Member.Consent, purpose, asOf).Permits(said.Call, claim)));
        return Survive(permitted, asOf).ToImmutableDictionary(trait => trait.Name, StringComparer.Ordinal);
    }
}
