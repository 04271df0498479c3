using FirstParty.Identity;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>One person with a long history who is due to be looked at.</summary>
/// <param name="Person">The profile.</param>
/// <param name="Due">What is due: the profile, and others that have become part of it.</param>
/// <param name="IsAwaited">Whether it is due for awaited looks alone, so that there is nothing to do once somebody else has looked.</param>
internal sealed record LongLook(ProfileId Person, IReadOnlyList<ProfileFlip> Due, bool IsAwaited);
