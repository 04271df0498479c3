using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>What a batch of facts did to the profiles: all that those who keep profiles need to follow.</summary>
public sealed record ResolutionChange
{
    /// <summary>
    /// The profile of every identifier, normalised, that the batch named or whose profile changed. Accounts are not among them.
    /// </summary>
    public required IReadOnlyDictionary<Identifier, ProfileId> Profiles { get; init; }

    /// <summary>Whose each event of the batch is.</summary>
    public required IReadOnlyDictionary<FactId, EventAttribution> Attribution { get; init; }

    /// <summary>
    /// The profiles whose identifiers or earlier events changed, those that are no more included: read their scope and make them anew. Empty
    /// in the common case, where the batch only adds events to profiles.
    /// </summary>
    public ImmutableHashSet<ProfileId> Rearranged { get; init; } = [];

    /// <summary>The profiles that the identifiers of the batch's acts had before; those that nobody had named are not among them.</summary>
    internal IReadOnlyDictionary<Identifier, ProfileId> Former { get; init; } = ImmutableDictionary<Identifier, ProfileId>.Empty;

    /// <summary>The profiles of identifiers that nobody had named before, whether or not an event is theirs.</summary>
    internal IReadOnlySet<ProfileId> Newcomers { get; init; } = ImmutableHashSet<ProfileId>.Empty;

    /// <summary>Of those that were rearranged, the ids that no profile has any more. They keep resolving through their identifiers.</summary>
    public ImmutableHashSet<ProfileId> Gone { get; init; } = [];

    /// <summary>What happened, as written to the history.</summary>
    public ImmutableArray<ResolutionEntry> History { get; init; } = [];

    /// <summary>The identifiers of the batch that took no part.</summary>
    public ImmutableArray<RefusedIdentifier> Refused { get; init; } = [];

    /// <summary>Targets of the batch's retractions that nobody has said yet; should they arrive, they count as never said.</summary>
    public ImmutableArray<FactId> UnknownTargets { get; init; } = [];

    /// <summary>The instant that ages of links are measured against from now on; null for none. Links are still to be reviewed where it has moved.</summary>
    internal DateTimeOffset? AsOf { get; init; }

    /// <summary>The instant that they were measured against before the batch; null for none.</summary>
    internal DateTimeOffset? FormerAsOf { get; init; }

    /// <summary>What was written to the graph; empty when the batch told it nothing new.</summary>
    public GraphChange Written { get; init; } = GraphChange.Empty;
}
