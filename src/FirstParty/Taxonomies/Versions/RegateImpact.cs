namespace FirstParty.Taxonomies.Versions;

/// <summary>How many stored facts a change of definition concerns.</summary>
/// <param name="Change">What changed.</param>
/// <param name="Facts">How many events bear the name, hold the trait, or come from the source.</param>
/// <param name="Raised">How many of them were stored as less sensitive than they count as now.</param>
public sealed record RegateImpact(DefinitionChange Change, long Facts, long Raised);
