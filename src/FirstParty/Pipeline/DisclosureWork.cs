using FirstParty.Consent;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>Decides once more, in the session that records it, whether data may leave for a recipient; writes down that it does.</summary>
internal sealed class DisclosureWork(
    Identifier subject, string purpose, string recipient, IReadOnlyCollection<string> categories, LineParts parts) : WriterWork
{
    /// <summary>What was decided; set once the work is done.</summary>
    public DisclosureOutcome? Outcome { get; private set; }

    public override bool KeepsMemory => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        await parts.Hold.RunAsync(session, [subject], cancellationToken).ConfigureAwait(false);
        var consent = await SubjectReader.ReadAsync(session, parts, subject, WordOf.Person, cancellationToken).ConfigureAwait(false);
        var now = parts.Now;
        var decision = Decide(consent, now);
        var record = decision.Allowed
            ? (await parts.Ledger.AppendAsync(
                session.Consent, parts.Ledger.DraftDisclosure(subject, purpose, recipient, categories), cancellationToken).ConfigureAwait(false)).Record
            : null;
        parts.People.Forget(subject);
        Outcome = new DisclosureOutcome(decision, record);
    }

    private ConsentDecision Decide(SubjectConsent consent, DateTimeOffset now)
    {
        var definition = consent.Rules.Purposes[purpose];
        var decision = consent.Decide(purpose, now);
        if (decision.Allowed && !definition.Recipients.Contains(recipient, StringComparer.Ordinal))
        {
            return decision.Blocked(ConsentReason.RecipientNotDeclared);
        }

        foreach (var leaving in categories.SelectMany(category => Named(category, parts.Taxonomy)))
        {
            decision = decision.Allowed ? consent.Decide(purpose, now, FactOf(leaving, definition)) : decision;
        }

        return decision;
    }

    /// <summary>
    /// What a category stands for: the trait or event of that name or key, or everything within that category of fideslang. Empty when the taxonomy knows nothing of it, so that nobody can say what would leave.
    /// </summary>
    public static IEnumerable<DataDefinition> Named(string category, Taxonomy taxonomy)
    {
        var all = taxonomy.Traits.Values.Concat<DataDefinition>(taxonomy.Events.Values);
        return taxonomy.Traits.TryGetValue(category, out var trait) ? [trait]
            : taxonomy.Events.TryGetValue(category, out var happening) ? [happening]
            : all.Where(known => FactGate.IsWithin(known.Key, category) || FactGate.IsWithin(known.Fideslang, category));
    }

    // The party is whatever the purpose admits.
    private static FactClass FactOf(DataDefinition leaving, Purpose definition) => new(
        definition.AllowedParties[0],
        leaving.Sensitivity,
        leaving.SpecialCategories,
        leaving.Key,
        leaving.Fideslang,
        leaving.Sensitivity == Sensitivity.NationalId,
        leaving.Purpose);
}
