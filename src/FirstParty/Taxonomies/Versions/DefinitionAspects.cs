namespace FirstParty.Taxonomies.Versions;

/// <summary>What is different about a name between two manifests.</summary>
[Flags]
public enum DefinitionAspects : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It was not known before.</summary>
    Added = 1,

    /// <summary>It is not known any more.</summary>
    Removed = 2,

    /// <summary>It has another classification key.</summary>
    Key = 4,

    /// <summary>It has another kind.</summary>
    Kind = 8,

    /// <summary>It has another sensitivity.</summary>
    Sensitivity = 16,

    /// <summary>It has other special categories.</summary>
    SpecialCategories = 32,

    /// <summary>It is collected for another purpose.</summary>
    Purpose = 64,

    /// <summary>The source has another party.</summary>
    Party = 128,
}
