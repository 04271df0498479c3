using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>How one profile differs between two resolutions.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Before">Its identifiers before, strongest first; empty when it is new.</param>
/// <param name="After">Its identifiers after, strongest first; empty when it is no more.</param>
public sealed record ProfileDifference(ProfileId Profile, ImmutableArray<Identifier> Before, ImmutableArray<Identifier> After);
