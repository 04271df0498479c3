using System.Collections.Immutable;
using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>
/// A person as one purpose may see them at one instant: the surviving traits with their provenance, and the segments they are in.
/// Immutable and thread-safe.
/// </summary>
public sealed record Profile
{
    /// <summary>The profile's id. Every id ever handed out keeps finding the person.</summary>
    public required ProfileId Id { get; init; }

    /// <summary>
    /// How many acknowledged events at the person's identifiers are not resolved yet, where resolution follows in the background; 0 elsewhere. Until they
    /// are, identifiers that they link are missing here, and stored memberships may lag.
    /// </summary>
    public int Unresolved { get; init; }

    /// <summary>The purpose it was read for.</summary>
    public required string Purpose { get; init; }

    /// <summary>The decision that permitted the read, or refused it: then there are neither traits nor segments.</summary>
    public required ConsentDecision Decision { get; init; }

    /// <summary>The instant it was computed for. UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The permitted traits by name, each with where it came from.</summary>
    public ImmutableDictionary<string, TraitValue> Traits { get; init; } = ImmutableDictionary<string, TraitValue>.Empty;

    /// <summary>The segments the person is in, among those made for this purpose or for none in particular.</summary>
    public ImmutableSortedSet<string> Segments { get; init; } = ImmutableSortedSet<string>.Empty;

    /// <summary>How many events the purpose may see.</summary>
    public int Events { get; init; }

    /// <summary>How many traits and events exist that the purpose may not see.</summary>
    public int Withheld { get; init; }

    /// <summary>The value of a permitted trait, or null.</summary>
    public AttributeValue? this[string trait] => Traits.GetValueOrDefault(trait)?.Value;
}
