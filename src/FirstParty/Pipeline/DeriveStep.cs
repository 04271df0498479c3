using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;
using FirstParty.Taxonomies;

namespace FirstParty.Pipeline;

/// <summary>
/// Part of classifying: what was computed from other facts is no more direct and no less sensitive than any of them. It keeps its inputs, and without
/// them it is not taken.
/// </summary>
internal static class DeriveStep
{
    public static async ValueTask RunAsync(Batch batch, CancellationToken cancellationToken)
    {
        var derived = batch.Open
            .Where(pending => pending.Input is IdentifyEvent)
            .Select(pending => (Pending: pending, FactProvenance.In(pending.Context).Inputs))
            .Where(pair => pair.Inputs.Length > 0)
            .ToList();
        if (derived.Count == 0)
        {
            return;
        }

        var wanted = derived.SelectMany(pair => pair.Inputs).Select(input => input.Fact).ToHashSet();
        var found = (await batch.Session.Events.FindAsync(wanted, cancellationToken).ConfigureAwait(false)).ToDictionary(logged => logged.Id);
        foreach (var (pending, inputs) in derived)
        {
            if (inputs.All(input => found.ContainsKey(input.Fact)))
            {
                Raise(pending, [.. inputs.Select(input => Of(found[input.Fact], input.Property))]);
            }
            else
            {
                pending.Reject(EventReason.UnknownInput, "It was computed from a fact that is not in the log. Name facts that were accepted.");
            }
        }
    }

    private static void Raise(PendingEvent pending, DerivationInput[] inputs)
    {
        for (var index = 0; index < pending.Traits.Count; index++)
        {
            var trait = pending.Traits[index];
            var combined = trait.Classification.Definition is { } definition
                ? Derivation.Combine(definition, pending.Source, inputs).Classification
                : trait.Classification;
            pending.Traits[index] = trait with
            {
                Classification = trait.Classification.RaisedBy(combined.Sensitivity, combined.SpecialCategories, combined.HoldsNationalId),
            };
        }

        var party = inputs.Max(input => input.Party);
        pending.Classification = pending.Classification with
        {
            Explicitness = Explicitness.Inferred,
            Party = party > pending.Classification.Party ? party : Taxonomy.EffectiveParty(pending.Classification.Party, Explicitness.Inferred),
        };
    }

    /// <summary>What a fact was let in as: of a property that was stamped its stamp, else the event as a whole and all that it holds.</summary>
    private static DerivationInput Of(LoggedEvent logged, string? property)
    {
        var stamps = logged.Stamps.Where(stamp => property is null || stamp.Name == property).ToList();
        return new DerivationInput(
            logged.Id,
            logged.Party,
            stamps.Select(stamp => stamp.Sensitivity).Append(logged.Sensitivity).Max(),
            stamps.Aggregate(logged.SpecialCategories, (all, stamp) => all | stamp.SpecialCategories),
            stamps.Exists(stamp => stamp.HoldsNationalId));
    }
}
