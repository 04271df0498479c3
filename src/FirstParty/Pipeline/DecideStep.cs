using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>
/// Decide: may this be collected? What is collected for a purpose needs the person's permission now, and must not stem from a time at which they
/// refused it. Each fact is stamped with the decision that let it in.
/// </summary>
internal sealed class DecideStep(PersonDirectory directory)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var asked = batch.Open.Where(IsAsked).ToList();
        await directory.FindConsentsAsync(batch, asked, cancellationToken).ConfigureAwait(false);
        foreach (var pending in batch.Open)
        {
            if (pending.Input is IdentifyEvent)
            {
                DecideTraits(pending, batch.Now);
            }
            else if (pending.Classification.Purpose is { } purpose)
            {
                DecideEvent(pending, purpose, batch.Now);
            }
        }
    }

    private static bool IsAsked(PendingEvent pending) =>
        pending.Classification.Purpose is not null || pending.Traits.Exists(trait => trait.Classification.Purpose is not null);

    private static void DecideEvent(PendingEvent pending, string purpose, DateTimeOffset now)
    {
        var decision = pending.Consent!.DecideIngest(purpose, pending.OccurredAt, now, FactClass.Of(pending.Classification));
        if (decision.Allowed)
        {
            pending.ConsentSequence = decision.RecordSequence;
        }
        else
        {
            pending.Withhold(purpose);
        }
    }

    /// <summary>Keeps the traits that may be kept; an identify call none of whose traits may be kept still relates its identifiers.</summary>
    private static void DecideTraits(PendingEvent pending, DateTimeOffset now)
    {
        var kept = new Attributes();
        string? withheldFor = null;
        foreach (var (name, value, classification) in pending.Traits)
        {
            // Unsetting a value needs nobody's permission.
            var purpose = value.IsNull ? null : classification.Purpose;
            var decision = purpose is null ? default : pending.Consent!.DecideIngest(purpose, pending.OccurredAt, now, FactClass.Of(classification));
            if (purpose is not null && !decision.Allowed)
            {
                withheldFor = purpose;
                pending.Notes.Add(new OutcomeNote(EventReason.PurposeNotPermitted, name, purpose));
                continue;
            }

            kept[name] = value;
            pending.Stamps.Add(new PropertyStamp(
                name, classification.Sensitivity, classification.SpecialCategories, decision.RecordSequence, classification.HoldsNationalId));
        }

        pending.Body = kept.Freeze();
        if (withheldFor is not null && kept.Count == 0 && pending.Identifiers.Length == 1)
        {
            pending.Withhold(withheldFor);
        }
    }
}
