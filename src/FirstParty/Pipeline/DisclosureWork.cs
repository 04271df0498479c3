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

        foreach (var category in categories)
        {
            decision = decision.Allowed ? consent.Decide(purpose, now, FactOf(category, definition)) : decision;
        }

        return decision;
    }

    // A category is a name on the wire, a key of the taxonomy, or one of fideslang's; the party is whatever the purpose admits.
    private FactClass FactOf(string category, Purpose definition)
    {
        var known = Known(category);
        return new FactClass(
            definition.AllowedParties[0],
            known?.Sensitivity ?? Sensitivity.Personal,
            known?.SpecialCategories ?? SpecialCategories.None,
            known?.Key ?? category,
            known?.Fideslang ?? category,
            known?.Sensitivity == Sensitivity.NationalId,
            known?.Purpose);
    }

    private DataDefinition? Known(string category) =>
        parts.Taxonomy.Traits.TryGetValue(category, out var trait) ? trait
        : parts.Taxonomy.Events.TryGetValue(category, out var happening) ? happening
        : parts.Taxonomy.Traits.Values.FirstOrDefault(other => other.Key == category)
            ?? (DataDefinition?)parts.Taxonomy.Events.Values.FirstOrDefault(other => other.Key == category);
}
