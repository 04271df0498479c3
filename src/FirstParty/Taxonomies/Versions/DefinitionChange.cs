namespace FirstParty.Taxonomies.Versions;

/// <summary>What is different about one name between two manifests.</summary>
/// <param name="Before">What the earlier manifest says, or null when the name is new.</param>
/// <param name="After">What the later manifest says, or null when the name is gone.</param>
/// <param name="Aspects">What is different.</param>
public sealed record DefinitionChange(ManifestEntry? Before, ManifestEntry? After, DefinitionAspects Aspects)
{
    private const DefinitionAspects Versioned = DefinitionAspects.Kind | DefinitionAspects.Sensitivity | DefinitionAspects.SpecialCategories;

    /// <summary>What the name names.</summary>
    public ManifestEntryType Type => (After ?? Before)!.Type;

    /// <summary>The name.</summary>
    public string Name => (After ?? Before)!.Name;

    /// <summary>Whether facts that are stored already were let in by what no longer holds, and must be decided on again.</summary>
    public bool NeedsRegate => Before is not null && Aspects != DefinitionAspects.None;

    /// <summary>Whether the definition changed in kind, sensitivity or special categories without a higher version: a mistake.</summary>
    public bool IsUnversioned => Before is not null && After is not null && (Aspects & Versioned) != 0 && After.Version <= Before.Version;

    /// <summary>Whether the change makes data more sensitive than it was stored as.</summary>
    public bool IsRaised => Before is not null && After is not null
        && (After.Sensitivity > Before.Sensitivity || (After.SpecialCategories & ~Before.SpecialCategories) != 0);
}
