namespace FirstParty.Identity;

/// <summary>
/// The port to the stored graph, bound to one storage session: it reads what the session wrote, and nothing stays unless the session
/// commits. Holds nodes, links and acts as the resolver hands them over and knows no rule of resolution. Not thread-safe.
/// </summary>
/// <remarks>
/// For implementers. Every method is one or a few set-based statements by key. Nodes are keyed by natural id, links by both ends, acts by
/// <see cref="FactId"/>; a node is also found by <see cref="GraphNode.Component"/>, a link by either end, an act by the natural ids that it
/// names and by the facts that it retracts. Key everything by the natural id (16 bytes, big-endian): it needs no sequence, so no two
/// writers can disagree about it, and it serves as distribution column. Nodes, links and history are caches; acts are truth. Faults
/// surface as the back end's storage exception.
/// </remarks>
public abstract class IdentityGraph
{
    /// <summary>Whether other sessions may write the graph while this one does, so that it must hold what it changes.</summary>
    public virtual bool NeedsLocks => false;

    /// <summary>Finds nodes, links and acts by key; what is not there is left out.</summary>
    /// <remarks>
    /// Where several writers share the storage and <see cref="GraphQuery.Hold"/> is set, hold the components of the wanted nodes first, then read.
    /// </remarks>
    public abstract ValueTask<GraphSnapshot> FindAsync(GraphQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Holds the components of these identifiers for this session alone, and says whether another session may have changed them since they
    /// were last read, in which case the resolver reads again.
    /// </summary>
    /// <returns>False when this session is the only writer there can be, and there was nothing to do.</returns>
    /// <remarks>
    /// With several writers: insert the identifiers that have no node yet as <see cref="GraphNode"/>s on their own (component and profile
    /// are the natural id, <see cref="GraphNode.FirstSeen"/> null), ascending by natural id, doing nothing on conflict; read the
    /// components; lock the nodes that those ids name, one by one, ascending; read the components again, and begin anew, a bounded number
    /// of times, when one has changed. What a session asks for once it holds something it must get at once or fail as a conflict: waiting then
    /// could go in a circle. Nodes that no change has written by the commit are deleted with it. Identifiers come without duplicates.
    /// </remarks>
    public abstract ValueTask<bool> LockAsync(IReadOnlyList<Identifier> identifiers, CancellationToken cancellationToken);

    /// <summary>
    /// What the nodes will most likely come to of identifiers that are about to be locked and that nobody knew. A back end that writes nodes to lock them may
    /// write these; to whoever asks, they are on their own until a change says otherwise.
    /// </summary>
    public virtual void Expect(IReadOnlyDictionary<ProfileId, GraphNode> nodes)
    {
    }

    /// <summary>This session's hold of a component; null where it does not hold it, or where nobody else writes anyway.</summary>
    /// <remarks>
    /// With several writers: note at the commit, on the node that is the component's lock, which session held it and whether it changed more than events,
    /// and read that together with the lock.
    /// </remarks>
    public virtual ComponentHold? HoldOf(ProfileId component) => null;

    /// <summary>
    /// Reads whole components: all nodes of each, all links with at least one end among those nodes, and all acts that name one of them.
    /// </summary>
    public abstract ValueTask<GraphSnapshot> ReadComponentsAsync(
        IReadOnlyCollection<ProfileId> components, CancellationToken cancellationToken);

    /// <summary>
    /// Reads, from the event log, every event that names at least one of these identifiers once normalised, and every event that carries
    /// one of these ids. Events appended in this session are included; events that a stored act retracts, and erased ones, are left out.
    /// More events than asked for do no harm; the order has no meaning.
    /// </summary>
    /// <remarks>
    /// A back end that indexes events by anchor alone (the strongest identifier of a person, or of an account where no person is named) finds them
    /// so: an event that names an identifier is anchored at it, or at an
    /// identifier that has a link with it. That holds because an event is logged without the identifiers that an erasure takes from it, before or
    /// after its arrival. Rare: unmerging, a first conflict in a component, and shared devices need it.
    /// </remarks>
    public abstract ValueTask<IReadOnlyList<EventAssertion>> ReadEventsAsync(
        IReadOnlyCollection<Identifier> identifiers, IReadOnlyCollection<FactId> facts, CancellationToken cancellationToken);

    /// <summary>Reads a page of links, ascending by pair: how what has become too old is found without an index on the age.</summary>
    public abstract ValueTask<IReadOnlyList<GraphLink>> ListLinksAsync(LinkQuery query, CancellationToken cancellationToken);

    /// <summary>Writes a change within the session. Idempotent, save that history entries are appended.</summary>
    public abstract ValueTask WriteAsync(GraphChange change, CancellationToken cancellationToken);

    /// <summary>Reads the history entries that name any of these ids as subject, other or identifier, oldest first.</summary>
    public abstract ValueTask<IReadOnlyList<ResolutionEntry>> ReadHistoryAsync(
        IReadOnlyCollection<ProfileId> ids, CancellationToken cancellationToken);
}
