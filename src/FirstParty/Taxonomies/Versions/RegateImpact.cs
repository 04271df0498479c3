namespace FirstParty.Taxonomies.Versions;

/// <summary>How many stored facts a change of definition concerns.</summary>
/// <param name="Change">What changed.</param>
/// <param name="Facts">How many events bear the name, hold the trait, or come from the source.</param>
/// <param name="Raised">How many of them were stored as less sensitive than they count as now.</param>
public sealed record RegateImpact(DefinitionChange Change, long Facts, long Raised)
{
    /// <summary>
    /// How many of them somebody's consent let in: those stay bound to the purpose that it was given for, whatever the definition names now, and nobody reads them
    /// where that purpose is refused, or not registered any more.
    /// </summary>
    public long Consented { get; init; }
}
