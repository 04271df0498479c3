using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>Who is who, by a set of facts under a set of rules. Immutable and thread-safe.</summary>
public sealed class Resolution
{
    private readonly IReadOnlyDictionary<Identifier, int> _profileOf;

    internal Resolution(ImmutableArray<ResolvedProfile> profiles, IReadOnlyDictionary<Identifier, int> profileOf) =>
        (Profiles, _profileOf) = (profiles, profileOf);

    /// <summary>The profiles, ascending by id.</summary>
    public ImmutableArray<ResolvedProfile> Profiles { get; }

    /// <summary>The links that do not hold, in ordinal order.</summary>
    public ImmutableArray<RejectedLink> RejectedLinks { get; internal init; } = [];

    /// <summary>The identifiers that join nobody because they met too many others, in ordinal order.</summary>
    public ImmutableArray<Identifier> Contested { get; internal init; } = [];

    /// <summary>Whose each event is. Events that an erasure took whole, and retracted ones, are absent.</summary>
    public IReadOnlyDictionary<FactId, EventAttribution> Attribution { get; internal init; } = ImmutableDictionary<FactId, EventAttribution>.Empty;

    /// <summary>Who is a member of which account, without duplicates.</summary>
    public ImmutableArray<AccountMembership> Memberships { get; internal init; } = [];

    /// <summary>The identifiers that took no part, by fact.</summary>
    public ImmutableArray<RefusedIdentifier> Refused { get; internal init; } = [];

    /// <summary>The profile of an identifier, or null when no living fact names it.</summary>
    /// <param name="identifier">Normalised by the same rules.</param>
    public ResolvedProfile? Find(Identifier identifier) => _profileOf.TryGetValue(identifier, out var index) ? Profiles[index] : null;
}
