using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>When a person's memberships must be looked at again although nothing new is known.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="At">The instant, exact to the tick of 100 ns, or null for never. A store that keeps it coarser rounds it up to the next of its
/// units, and never down: an instant that is too early is due again at once. UTC.</param>
public readonly record struct ProfileFlip(ProfileId Profile, DateTimeOffset? At);
