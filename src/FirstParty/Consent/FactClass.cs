using FirstParty.Taxonomies;

namespace FirstParty.Consent;

/// <summary>What a fact is, as far as a purpose cares. Comes from the taxonomy, raised by scanners.</summary>
/// <param name="Party">Who handed it over.</param>
/// <param name="Sensitivity">How sensitive it is.</param>
/// <param name="SpecialCategories">Which special categories it reveals.</param>
/// <param name="Category">Its key in the taxonomy, such as <c>identity.email</c>; null when it has none, which only an unlimited purpose admits.</param>
/// <param name="DataCategory">Its fideslang data category, such as <c>user.contact.email</c>; null when it has none.</param>
/// <param name="NationalId">Whether it is, or holds, a national identification number.</param>
/// <param name="CollectedFor">The id of the purpose that it was collected for; null when it may be held without asking.</param>
public readonly record struct FactClass(
    Party Party,
    Sensitivity Sensitivity = Sensitivity.Personal,
    SpecialCategories SpecialCategories = SpecialCategories.None,
    string? Category = null,
    string? DataCategory = null,
    bool NationalId = false,
    string? CollectedFor = null)
{
    /// <summary>What the taxonomy says a fact is.</summary>
    public static FactClass Of(in Classification classification) => new(
        classification.Party,
        classification.Sensitivity,
        classification.SpecialCategories,
        classification.Definition?.Key,
        classification.Definition?.Fideslang,
        classification.HoldsNationalId,
        classification.Purpose);
}
