using FirstParty.Identity;

namespace FirstParty.Consent;

/// <summary>What becomes different for one identifier and purpose when people are merged or parted, or the rules change.</summary>
/// <param name="Identifier">Whose answer changes.</param>
/// <param name="Purpose">The purpose's id.</param>
/// <param name="Before">The answer before.</param>
/// <param name="After">The answer after.</param>
public sealed record ConsentChange(Identifier Identifier, string Purpose, ConsentDecision Before, ConsentDecision After)
{
    /// <summary>Whether something that was permitted no longer is: segments and lists made on it must follow.</summary>
    public bool IsLoss => Before.Allowed && !After.Allowed;

    /// <summary>Whether something that was forbidden is now permitted.</summary>
    public bool IsGain => !Before.Allowed && After.Allowed;

    /// <summary>
    /// The answers that differ, by purpose and identifier, between two views of the same identifiers: each side is the people as they are, or would
    /// be, divided. Use it to preview a merge, report on an unmerge, or see what a new policy text asks again.
    /// </summary>
    /// <exception cref="ArgumentException">An identifier is in two people of one side.</exception>
    public static IReadOnlyList<ConsentChange> Between(
        IReadOnlyCollection<SubjectConsent> before, IReadOnlyCollection<SubjectConsent> after, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var later = after.SelectMany(person => person.Identifiers, (person, identifier) => (identifier, person)).ToDictionary();
        var changes = new List<ConsentChange>();
        foreach (var (identifier, person) in before.SelectMany(person => person.Identifiers, (p, identifier) => (identifier, p)).ToDictionary())
        {
            if (!later.TryGetValue(identifier, out var then))
            {
                continue;
            }

            foreach (var id in person.Rules.Purposes.Select(purpose => purpose.Id).Where(id => then.Rules.Purposes.Find(id) is not null))
            {
                var (old, now) = (person.Decide(id, at), then.Decide(id, at));
                if (old != now)
                {
                    changes.Add(new ConsentChange(identifier, id, old, now));
                }
            }
        }

        return
        [
            .. changes.OrderBy(change => change.Purpose, StringComparer.Ordinal)
                .ThenBy(change => change.Identifier.Namespace, StringComparer.Ordinal)
                .ThenBy(change => change.Identifier.Value, StringComparer.Ordinal),
        ];
    }
}
