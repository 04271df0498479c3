using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>A person is in a segment.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Segment">The segment's id.</param>
/// <param name="Since">When it was entered. UTC.</param>
public sealed record SegmentMembership(ProfileId Profile, string Segment, DateTimeOffset Since);
