using FirstParty.Taxonomies;

namespace FirstParty.Events;

/// <summary>What was decided about one property or trait when its event was let in, where that differs from the event as a whole.</summary>
/// <param name="Name">The property's or trait's name.</param>
/// <param name="Sensitivity">Its sensitivity: the definition's, or a higher one that a scanner found.</param>
/// <param name="SpecialCategories">The special categories it reveals.</param>
/// <param name="ConsentSequence">The consent record that let it in, or null when none was needed.</param>
/// <param name="HoldsNationalId">Whether it is or holds a national identification number: said apart, since a special category outranks it.</param>
public readonly record struct PropertyStamp(
    string Name,
    Sensitivity Sensitivity,
    SpecialCategories SpecialCategories,
    long? ConsentSequence,
    bool HoldsNationalId = false);
