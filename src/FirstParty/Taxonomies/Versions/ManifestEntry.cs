namespace FirstParty.Taxonomies.Versions;

/// <summary>What a manifest remembers of one name: what decides who may see the data.</summary>
/// <param name="Type">Whether it is an event, a trait or a source.</param>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Key">Its classification key; of a source its name.</param>
/// <param name="Version">The version of its definition; of a source 1.</param>
/// <param name="Kind">What it says about a person; of a source the default value.</param>
/// <param name="Sensitivity">Its sensitivity; of a source the default value.</param>
/// <param name="SpecialCategories">Its special categories; of a source none.</param>
/// <param name="Purpose">The purpose that it is collected for, or null.</param>
/// <param name="Party">The party of a source; null for an event or a trait.</param>
public sealed record ManifestEntry(
    ManifestEntryType Type,
    string Name,
    string Key,
    int Version,
    DataKind Kind,
    Sensitivity Sensitivity,
    SpecialCategories SpecialCategories,
    string? Purpose,
    Party? Party);
