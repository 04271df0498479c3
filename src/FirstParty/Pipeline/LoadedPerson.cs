using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Pipeline;

/// <summary>A person as loaded.</summary>
/// <param name="Facts">Their facts.</param>
/// <param name="Component">The component of the graph that they belong to.</param>
/// <param name="AllKnownSince">When the last of their identifiers was named first, if they may be remembered; null when they may not.</param>
internal readonly record struct LoadedPerson(PersonFacts Facts, ProfileId Component, DateTimeOffset? AllKnownSince);
