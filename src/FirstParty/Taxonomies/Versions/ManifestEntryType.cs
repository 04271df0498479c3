namespace FirstParty.Taxonomies.Versions;

/// <summary>What a name of a taxonomy names.</summary>
public enum ManifestEntryType : byte
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>A trait.</summary>
    Trait,

    /// <summary>A source.</summary>
    Source,
}
