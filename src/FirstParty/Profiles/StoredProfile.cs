using System.Collections.Immutable;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>A profile's surviving traits as the cache holds them: recomputable at any time, and never shown without a purpose.</summary>
public sealed record StoredProfile
{
    /// <summary>The profile.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>The earliest time at which any of the person's facts occurred. UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The surviving traits, in the order of their names.</summary>
    public ImmutableArray<TraitValue> Traits { get; init; } = [];
}
