using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>
/// Decide: may this be collected? What is collected for a purpose needs the person's permission now, and must not stem from a time at which they
/// refused it. Each fact is stamped with the decision that let it in. An address that came as a trait names its person only if the trait may be kept. What
/// is set aside is kept too, so that what was refused of it is not.
/// </summary>
internal sealed class DecideStep(PersonDirectory directory, Taxonomy taxonomy, IdentityRules rules)
{
    public async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var kept = batch.Events.Where(pending => pending.IsOpen || pending is { Aside: not null, Outcome.Status: EventStatus.Quarantined }).ToList();
        kept.ForEach(Claim);
        var asked = kept.Where(IsAsked).ToList();
        await directory.FindConsentsAsync(batch, asked, cancellationToken).ConfigureAwait(false);
        foreach (var pending in kept)
        {
            if (!pending.ContextClaims.IsEmpty)
            {
                DecideContext(pending, batch.Now);
            }

            if (pending.Outcome?.Status == EventStatus.Withheld)
            {
                continue;
            }

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
        pending.Classification.Purpose is not null || !pending.ContextClaims.IsEmpty
        || (pending.HasTraits && pending.Traits.Exists(trait => trait.Classification.Purpose is not null));

    private void Claim(PendingEvent pending)
    {
        foreach (var (isExternalId, name, value) in TraitIdentifiers.InContext(pending, rules))
        {
            if (taxonomy.ClassifyTrait(pending.Source, name, pending.Input.Explicitness) is { Purpose: not null } classification)
            {
                pending.ContextClaims = [.. pending.ContextClaims, new ContextClaim(isExternalId, new PendingTrait(name, value, classification))];
            }
        }
    }

    private void DecideContext(PendingEvent pending, DateTimeOffset now)
    {
        var refused = pending.ContextClaims
            .Where(claim => !pending.Consent!.DecideIngest(
                claim.Trait.Classification.Purpose!, pending.OccurredAt, now, FactClass.Of(claim.Trait.Classification)).Allowed)
            .ToList();
        if (refused.Count == 0)
        {
            return;
        }

        pending.Notes.AddRange(refused.Select(claim => new OutcomeNote(EventReason.PurposeNotPermitted, claim.Path, claim.Trait.Classification.Purpose)));
        TraitIdentifiers.DropFromContext(pending, refused);
        TraitIdentifiers.Drop(pending, rules, [.. refused.Select(claim => (claim.Trait.Name, claim.Trait.Value))]);
        if (pending.Identifiers.IsEmpty)
        {
            pending.Withhold(refused[0].Trait.Classification.Purpose!);
        }
    }

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
    private void DecideTraits(PendingEvent pending, DateTimeOffset now)
    {
        var kept = new Attributes();
        string? withheldFor = null;
        var refused = new List<(string Name, AttributeValue Value)>();
        foreach (var (name, value, classification) in pending.Traits)
        {
            // Unsetting a value needs nobody's permission.
            var purpose = value.IsNull ? null : classification.Purpose;
            var decision = purpose is null ? default : pending.Consent!.DecideIngest(purpose, pending.OccurredAt, now, FactClass.Of(classification));
            if (purpose is not null && !decision.Allowed)
            {
                withheldFor = purpose;
                refused.Add((name, value));
                pending.Notes.Add(new OutcomeNote(EventReason.PurposeNotPermitted, name, purpose));
                continue;
            }

            kept[name] = value;
            pending.Stamps.Add(new PropertyStamp(
                name, classification.Sensitivity, classification.SpecialCategories, decision.RecordSequence, classification.HoldsNationalId));
        }

        pending.Body = kept.Freeze();
        TraitIdentifiers.Drop(pending, rules, refused);
        if (withheldFor is not null && (pending.Identifiers.IsEmpty || (kept.Count == 0 && pending.Identifiers.Length == 1)))
        {
            pending.Withhold(withheldFor);
        }
    }
}
