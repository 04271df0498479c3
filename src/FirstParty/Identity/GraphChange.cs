using System.Collections.Immutable;

namespace FirstParty.Identity;

/// <summary>
/// What is to be written to the graph, as whole rows by key: writing it twice is writing it once. Keys are distinct within each
/// collection, and nothing is both written and removed.
/// </summary>
public sealed record GraphChange
{
    /// <summary>Nothing.</summary>
    public static GraphChange Empty { get; } = new();

    /// <summary>
    /// Drop all nodes and links first: the start of a rebuild. Acts and the history stay.
    /// </summary>
    public bool Reset { get; init; }

    /// <summary>Nodes to insert or replace, ascending by <see cref="GraphNode.Id"/>.</summary>
    public ImmutableArray<GraphNode> Nodes { get; init; } = [];

    /// <summary>Nodes to delete, ascending.</summary>
    public ImmutableArray<ProfileId> RemovedNodes { get; init; } = [];

    /// <summary>Links to insert or replace, ascending by <see cref="GraphLink.Pair"/>.</summary>
    public ImmutableArray<GraphLink> Links { get; init; } = [];

    /// <summary>Links to delete, ascending.</summary>
    public ImmutableArray<GraphPair> RemovedLinks { get; init; } = [];

    /// <summary>Acts to append, ascending by id; one whose id is there already keeps what it says and takes the new names.</summary>
    public ImmutableArray<StoredAct> Acts { get; init; } = [];

    /// <summary>
    /// Acts to delete for good, with everything they are found by, ascending: they named somebody who was erased, and no byte of them may be left
    /// in any file of the store once the session has committed. Ids that are not there are passed over.
    /// </summary>
    public ImmutableArray<FactId> RemovedActs { get; init; } = [];

    /// <summary>Entries to append to the history, in order.</summary>
    public ImmutableArray<ResolutionEntry> History { get; init; } = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => !Reset && Nodes.IsEmpty && RemovedNodes.IsEmpty && Links.IsEmpty && RemovedLinks.IsEmpty
        && Acts.IsEmpty && RemovedActs.IsEmpty && History.IsEmpty;
}
