using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>What would come of an act about who is who. Nothing of it was written. Immutable.</summary>
public sealed record ProfilePreview
{
    /// <summary>Who would be who, and which events would be somebody else's.</summary>
    public required ResolutionPreview Resolution { get; init; }

    /// <summary>What the history would say: merged, split, moved, contested.</summary>
    public required ImmutableArray<ResolutionEntry> Steps { get; init; }

    /// <summary>The profiles that would differ in anything that the purpose may see, or in what they permit, ascending by id.</summary>
    public required ImmutableArray<ProfileChange> Profiles { get; init; }

    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Resolution.IsEmpty && Steps.IsEmpty && Profiles.IsEmpty;
}
