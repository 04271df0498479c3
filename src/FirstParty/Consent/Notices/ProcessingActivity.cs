using System.Collections.Immutable;
using FirstParty.Taxonomies;

namespace FirstParty.Consent.Notices;

/// <summary>What is done with personal data for one purpose.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Data">The data that is collected for it, by name.</param>
/// <param name="Sources">The sources whose facts it may see, by name.</param>
public sealed record ProcessingActivity(
    Purpose Purpose, ImmutableArray<ProcessedData> Data, ImmutableArray<SourceDefinition> Sources)
{
    /// <summary>The highest sensitivity among its data; non-personal when there is none.</summary>
    public Sensitivity Sensitivity => Data.IsEmpty ? Sensitivity.NonPersonal : Data.Max(data => data.Definition.Sensitivity);

    /// <summary>All special categories among its data.</summary>
    public SpecialCategories SpecialCategories =>
        Data.Aggregate(SpecialCategories.None, (categories, data) => categories | data.Definition.SpecialCategories);

    /// <summary>The longest time that any of its data is kept; null when nothing but the purpose's end limits some of it.</summary>
    public TimeSpan? Retention => Data.IsEmpty ? Purpose.Retention : Data.Any(data => data.Retention is null) ? null : Data.Max(data => data.Retention);
}
