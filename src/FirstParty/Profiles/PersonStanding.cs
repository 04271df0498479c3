using System.Collections.Immutable;
using FirstParty.Consent;

namespace FirstParty.Profiles;

/// <summary>How a person as a whole stands to every purpose at an instant.</summary>
/// <param name="Permitted">The purposes that they permit.</param>
/// <param name="Statuses">How they stand to the others.</param>
/// <param name="ChangesAt">When that changes although nothing new is known; null for never.</param>
internal sealed record PersonStanding(
    ImmutableHashSet<string> Permitted, ImmutableDictionary<string, ConsentStatus> Statuses, DateTimeOffset? ChangesAt)
{
    public static PersonStanding Of(SubjectConsent word, DateTimeOffset asOf)
    {
        var purposes = word.Rules.Purposes;
        var decisions = purposes.Select(purpose => (purpose.Id, Decision: word.Decide(purpose.Id, asOf))).ToList();
        return new PersonStanding(
            [.. decisions.Where(one => one.Decision.Allowed).Select(one => one.Id)],
            decisions.Where(one => !one.Decision.Allowed).ToImmutableDictionary(one => one.Id, one => one.Decision.Status, StringComparer.Ordinal),
            word.NextChange(asOf));
    }
}
