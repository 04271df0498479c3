using System.Collections.Immutable;

namespace FirstParty.Taxonomies.Versions;

/// <summary>
/// What changed between two states of a taxonomy, so that facts stored under the earlier one can be decided on again. Immutable.
/// </summary>
public sealed record RegateReport
{
    private RegateReport(ImmutableArray<DefinitionChange> changes) => Changes = changes;

    /// <summary>Every change, by type and then by name.</summary>
    public ImmutableArray<DefinitionChange> Changes { get; }

    /// <summary>The changes after which stored facts must be decided on again.</summary>
    public IEnumerable<DefinitionChange> ToRegate => Changes.Where(change => change.NeedsRegate);

    /// <summary>The changes that should have had a new version and do not.</summary>
    public IEnumerable<DefinitionChange> Unversioned => Changes.Where(change => change.IsUnversioned);

    /// <summary>Compares two states.</summary>
    /// <exception cref="ArgumentNullException">Either argument is null.</exception>
    public static RegateReport Between(TaxonomyManifest before, TaxonomyManifest after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var earlier = before.Entries.ToDictionary(entry => (entry.Type, entry.Name));
        var later = after.Entries.ToDictionary(entry => (entry.Type, entry.Name));
        var changes = earlier.Keys.Union(later.Keys).Select(name => Change(earlier.GetValueOrDefault(name), later.GetValueOrDefault(name)));
        return new(
        [
            .. changes.Where(change => change.Aspects != DefinitionAspects.None)
                .OrderBy(change => change.Type)
                .ThenBy(change => change.Name, StringComparer.Ordinal),
        ]);
    }

    private static DefinitionChange Change(ManifestEntry? before, ManifestEntry? after) => new(before, after, (before, after) switch
    {
        (null, _) => DefinitionAspects.Added,
        (_, null) => DefinitionAspects.Removed,
        _ => Differing(before.Key, after.Key, DefinitionAspects.Key)
            | Differing(before.Kind, after.Kind, DefinitionAspects.Kind)
            | Differing(before.Sensitivity, after.Sensitivity, DefinitionAspects.Sensitivity)
            | Differing(before.SpecialCategories, after.SpecialCategories, DefinitionAspects.SpecialCategories)
            | Differing(before.Purpose, after.Purpose, DefinitionAspects.Purpose)
            | Differing(before.Party, after.Party, DefinitionAspects.Party),
    });

    private static DefinitionAspects Differing<T>(T before, T after, DefinitionAspects aspect) =>
        EqualityComparer<T>.Default.Equals(before, after) ? DefinitionAspects.None : aspect;
}
