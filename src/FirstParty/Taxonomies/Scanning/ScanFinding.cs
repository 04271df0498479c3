namespace FirstParty.Taxonomies.Scanning;

/// <summary>Something that a scanner recognised, and where; never what it said.</summary>
/// <param name="Property">
/// The name of the top-level property that it was in; empty when no property can be named: the scanned value is not an object, the finding is in the
/// name itself, or the name has more than 64 characters.
/// </param>
/// <param name="Kind">What was recognised.</param>
/// <param name="SpecialCategories">The special categories that it reveals; none for numbers.</param>
public readonly record struct ScanFinding(string Property, ScanFindingKind Kind, SpecialCategories SpecialCategories)
{
    /// <summary>The sensitivity that the finding raises its fact to.</summary>
    public Sensitivity Sensitivity => Kind switch
    {
        ScanFindingKind.PersonalNumber => Sensitivity.NationalId,
        ScanFindingKind.CardNumber => Sensitivity.Confidential,
        _ => Sensitivity.SpecialCategory,
    };
}
