using FirstParty.Identity;

namespace FirstParty.Taxonomies;

/// <summary>One fact that a value was computed from.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Party">The party that it is stored under.</param>
/// <param name="Sensitivity">Its sensitivity, as raised.</param>
/// <param name="SpecialCategories">The special categories that it reveals.</param>
/// <param name="HoldsNationalId">Whether it is or holds a national identification number.</param>
public readonly record struct DerivationInput(
    FactId Fact,
    Party Party,
    Sensitivity Sensitivity = Sensitivity.Personal,
    SpecialCategories SpecialCategories = SpecialCategories.None,
    bool HoldsNationalId = false);
