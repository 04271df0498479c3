using FirstParty.Consent;
using FirstParty.Consent.Proofs;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Taxonomies;

namespace FirstParty;

/// <summary>What a builder gathered, checked as a whole.</summary>
internal sealed record PlatformConfiguration(
    Taxonomy Taxonomy,
    ConsentRules ConsentRules,
    IdentityRules IdentityRules,
    SurvivorshipRules Survivorship,
    SegmentSet Segments,
    ComputedTraits ComputedTraits,
    QuarantineLimit Quarantine,
    int LongHistory,
    ResolutionMode Resolution,
    CheckpointIssuer? Issuer,
    bool RecordsTraits,
    TimeSpan? KeepsChanges,
    TimeProvider Time,
    IdSource Ids)
{
    /// <exception cref="FirstPartyConfigurationException">There are mistakes; the exception lists them all.</exception>
    public static PlatformConfiguration Check(FirstPartyBuilder.Draft draft)
    {
        var mistakes = new List<string>(draft.Mistakes);
        if (draft.Storage is null)
        {
            mistakes.Add("No storage was chosen. Add UseSqlite(\"Data Source=shop.db\"), or UseInMemory() for a trial.");
        }

        if (draft.Quarantine.Capacity < 1 || !Enum.IsDefined(draft.Quarantine.WhenFull))
        {
            mistakes.Add("A quarantine holds at least 1 event, and when it is full it refuses the new or drops the oldest.");
        }

        if (draft.LongHistory < 1)
        {
            mistakes.Add("A history is long above some number of events: from 1, or int.MaxValue for never.");
        }

        if (!Enum.IsDefined(draft.Resolution))
        {
            mistakes.Add("Resolution is inline or in the background.");
        }

        var (computed, segments) = Expand(draft, mistakes);
        mistakes.AddRange(PurposeRegistry.Check(draft.Purposes));
        mistakes.AddRange(draft.Identity.Validate());
        if (!draft.Taxonomy.TryBuild(out var taxonomy, out var taxonomyMistakes))
        {
            mistakes.AddRange(taxonomyMistakes.Select(mistake => mistake.ToString()));
        }
        else
        {
            mistakes.AddRange(UnknownPurposes(taxonomy, draft.Purposes));
            mistakes.AddRange(SegmentSet.Check(segments, Vocabulary(taxonomy, draft.Purposes))
                .Where(problem => problem.IsError || NeverTrue(taxonomy)).Select(problem => problem.ToString()));
        }

        return mistakes.Count == 0
            ? new PlatformConfiguration(
                taxonomy!,
                draft.RefineConsent(new ConsentRules(new PurposeRegistry(draft.Purposes))),
                draft.Identity,
                new SurvivorshipRules(draft.Survivorship, taxonomy!),
                draft.Scales.Aggregate(
                    SegmentSet.Create(segments, Vocabulary(taxonomy!, draft.Purposes)), (set, scale) => set.WithScale(scale.Rule, scale.Scale)),
                computed,
                draft.Quarantine,
                draft.LongHistory,
                draft.Resolution,
                draft.Issuer,
                draft.RecordsTraits,
                draft.KeepsChanges,
                draft.Time,
                draft.Ids)
            : throw new FirstPartyConfigurationException(mistakes);
    }

    // Rules that test a computed trait become rules on the events it is computed from.
    private static (ComputedTraits Computed, IReadOnlyList<SegmentDefinition> Segments) Expand(FirstPartyBuilder.Draft draft, List<string> mistakes)
    {
        try
        {
            var computed = new ComputedTraits(draft.ComputedTraits);
            return (computed, [.. draft.Segments.Select(computed.Expand)]);
        }
        catch (ArgumentException mistake)
        {
            mistakes.Add(mistake.Message);
            return (new ComputedTraits([]), draft.Segments);
        }
    }

    // Where unknown names never become facts, a rule on one could never hold: a warning becomes a mistake.
    private static bool NeverTrue(Taxonomy taxonomy) => taxonomy.UnknownKeys != UnknownKeyPolicy.Accept;

    private static IEnumerable<string> UnknownPurposes(Taxonomy taxonomy, IReadOnlyCollection<Purpose> purposes) =>
        from named in taxonomy.Traits.Select(trait => (Name: trait.Key, trait.Value.Purpose))
            .Concat(taxonomy.Events.Select(known => (Name: known.Key, known.Value.Purpose)))
        where named.Purpose is not null && purposes.All(purpose => purpose.Id != named.Purpose)
        select $"'{named.Name}' is collected for '{named.Purpose}', which is no registered purpose. Add Purpose(\"{named.Purpose}\", …).";

    private static SegmentVocabulary Vocabulary(Taxonomy taxonomy, IEnumerable<Purpose> purposes) => new()
    {
        Purposes = purposes.Select(purpose => purpose.Id).ToHashSet(StringComparer.Ordinal),
        Traits = taxonomy.Traits.Keys.ToHashSet(StringComparer.Ordinal),
        Events = taxonomy.Events.Keys.ToHashSet(StringComparer.Ordinal),
    };
}
