using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>That a trait of a profile has changed, as a purpose may see it: a consumer holds nothing that it could not read.</summary>
/// <param name="Sequence">Its place among the changes: over zero, increasing, with gaps.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Trait">The trait's name; null when the profile itself is no more: merged into another, parted or erased.</param>
/// <param name="Value">The value as of now, at the time of reading; null when there is none. It may have changed again since, and then comes again.</param>
/// <param name="At">When the platform found it changed. UTC.</param>
/// <param name="Fact">The fact that it changed upon; null when that was none, or several.</param>
public sealed record ProfileTraitChange(long Sequence, ProfileId Profile, string? Trait, TraitValue? Value, DateTimeOffset At, FactId? Fact);
