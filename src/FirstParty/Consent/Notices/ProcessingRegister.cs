using System.Collections.Immutable;
using FirstParty.Taxonomies;

namespace FirstParty.Consent.Notices;

/// <summary>
/// The record of processing activities, generated from what the platform is configured to do, so that it cannot drift from it. Immutable; for the
/// same configuration byte for byte the same.
/// </summary>
/// <seealso href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR 30(1)</seealso>
public sealed class ProcessingRegister
{
    private ProcessingRegister(ControllerDetails controller, ImmutableArray<ProcessingActivity> activities, ImmutableArray<ProcessedData> unbound) =>
        (Controller, Activities, WithoutPurpose) = (controller, activities, unbound);

    /// <summary>Who answers for the processing.</summary>
    public ControllerDetails Controller { get; }

    /// <summary>One activity for each purpose, in the registry's order.</summary>
    public ImmutableArray<ProcessingActivity> Activities { get; }

    /// <summary>Data that is collected without asking for a purpose, by name; every purpose may see it within its limits.</summary>
    public ImmutableArray<ProcessedData> WithoutPurpose { get; }

    /// <summary>What contradicts itself: data collected for a purpose that may never see it, or that nobody defined. A sentence each.</summary>
    public ImmutableArray<string> Contradictions { get; private init; } = [];

    /// <summary>The register of a configuration.</summary>
    public static ProcessingRegister From(ControllerDetails controller, PurposeRegistry purposes, Taxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(controller);
        ArgumentNullException.ThrowIfNull(purposes);
        ArgumentNullException.ThrowIfNull(taxonomy);
        var definitions = taxonomy.Events.Select(entry => (Name: entry.Key, Definition: (DataDefinition)entry.Value))
            .Concat(taxonomy.Traits.Select(entry => (Name: entry.Key, Definition: (DataDefinition)entry.Value)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToLookup(entry => entry.Definition.Purpose ?? "");
        ImmutableArray<ProcessingActivity> activities = [.. purposes.Select(purpose => Activity(purpose, taxonomy, definitions[purpose.Id]))];
        ImmutableArray<ProcessedData> unbound =
        [
            .. definitions[""].Select(entry => new ProcessedData(entry.Name, entry.Definition, entry.Definition.Retention, null)),
        ];
        var orphans = definitions.Where(group => group.Key.Length > 0 && purposes.Find(group.Key) is null)
            .SelectMany(group => group, (group, entry) => $"'{entry.Name}' is collected for '{group.Key}', which is not a purpose.");
        var blocked = activities.SelectMany(activity => activity.Data, (activity, data) => (activity, data))
            .Where(pair => pair.data.Obstacle is not null)
            .Select(pair => $"'{pair.data.Name}' is collected for '{pair.activity.Purpose.Id}', which may not see it: {pair.data.Obstacle!.Value.Code()}.");
        return new ProcessingRegister(controller, activities, unbound) { Contradictions = [.. orphans, .. blocked] };
    }

    /// <summary>The register as a document in GitHub-flavoured Markdown, in English.</summary>
    public string ToMarkdown() => RegisterMarkdown.Write(this);

    /// <summary>The register as indented JSON; durations are ISO 8601.</summary>
    public string ToJson() => RegisterJson.Write(this);

    /// <summary>What people are told about it: a table for the privacy notice.</summary>
    public PrivacyNotice ToNotice() => new(this);

    private static ProcessingActivity Activity(
        Purpose purpose, Taxonomy taxonomy, IEnumerable<(string Name, DataDefinition Definition)> definitions)
    {
        var sources = taxonomy.Sources.Values.Where(source => purpose.AllowedParties.Contains(source.Party)).ToArray();
        var data = definitions.Select(entry => new ProcessedData(
            entry.Name, entry.Definition, Shorter(entry.Definition.Retention, purpose.Retention), Obstacle(purpose, entry.Definition)));
        return new ProcessingActivity(purpose, [.. data], [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)]);
    }

    // The most that a person could permit, against what the definition says: what even that does not let in is never let in.
    private static ConsentReason? Obstacle(Purpose purpose, DataDefinition definition)
    {
        var best = new ConsentDecision(ConsentStatus.Granted, ConsentReason.Consent, purpose.LawfulBasis)
        {
            IsExplicit = purpose.Regime == ConsentRegime.OptIn,
        };
        var fact = new FactClass(
            purpose.AllowedParties[0],
            definition.Sensitivity,
            definition.SpecialCategories,
            definition.Key,
            definition.Fideslang,
            definition.Sensitivity == Sensitivity.NationalId,
            definition.Purpose);
        var decision = FactGate.Apply(purpose, best, fact);
        return decision.Allowed ? null : decision.Reason;
    }

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;
}
