using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Storage.InMemory;

/// <summary>One version of everything.</summary>
internal sealed record InMemoryState(
    InMemoryEventLog.State Events,
    ImmutableHashSet<FactMark> ErasedFacts,
    ImmutableDictionary<FactId, UnresolvedFact> Unresolved,
    ImmutableDictionary<FactId, QuarantinedEvent> Quarantine,
    InMemoryIdentityGraph.State Identity,
    InMemoryConsentLog.State Consent,
    ImmutableSortedDictionary<Guid, StoredProfile> Profiles,
    InMemoryTraitOutbox.State TraitOutbox,
    InMemorySegmentStore.State Segments,
    ImmutableDictionary<(ChangeStream Stream, string Name), long> Cursors)
{
    public static InMemoryState Empty { get; } = new(
        InMemoryEventLog.State.Empty,
        [],
        ImmutableDictionary<FactId, UnresolvedFact>.Empty,
        ImmutableDictionary<FactId, QuarantinedEvent>.Empty,
        InMemoryIdentityGraph.State.Empty,
        InMemoryConsentLog.State.Empty,
        ImmutableSortedDictionary<Guid, StoredProfile>.Empty,
        InMemoryTraitOutbox.State.Empty,
        InMemorySegmentStore.State.Empty,
        ImmutableDictionary<(ChangeStream Stream, string Name), long>.Empty);
}
