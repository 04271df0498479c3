using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// A trait of a person has another value than before, or none any more. The values themselves are not kept here, nor hashes of them, which could be
/// guessed back: whoever wants to know reads the profile, for a purpose.
/// </summary>
/// <param name="Profile">The profile.</param>
/// <param name="Trait">The trait's name; null when the profile itself is no more: merged into another, parted or erased.</param>
/// <param name="At">When the platform found it changed. UTC.</param>
/// <param name="Fact">The fact whose statement survives now; null when there is none, or when it is not one.</param>
public sealed record TraitMove(ProfileId Profile, string? Trait, DateTimeOffset At, FactId? Fact = null);
