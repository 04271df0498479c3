using FirstParty.Consent;

namespace FirstParty.Profiles;

/// <summary>How the decision on a purpose would change.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Before">How the person stood to it before, or null when there was no such profile.</param>
/// <param name="After">How they would stand to it afterwards, or null when there would be no such profile.</param>
public sealed record DecisionChange(string Purpose, ConsentStatus? Before, ConsentStatus? After);
