using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>
/// The append-only log of accepted events: the truth that profiles and segments are computed from.
/// </summary>
/// <remarks>
/// For implementers: an instance belongs to one storage session and is used by one caller at a time. What is appended is visible to the
/// same session at once and to others after its commit. Uniqueness of <see cref="LoggedEvent.Id"/> is the log's own to keep, for ever and
/// across restarts. Events are found by anchor only; they are never re-pointed when profiles merge.
/// </remarks>
public abstract class EventLog
{
    /// <summary>Appends events, each at most once.</summary>
    /// <returns>One result per event, in order. Two events of the call with one id: the first is appended, the second is not.</returns>
    /// <remarks><see cref="AppendResult.Conflict"/> is told from a duplicate by <see cref="LoggedEvent.Fingerprint"/>.</remarks>
    /// <exception cref="Exception">The storage's own fault exception; then nothing was appended.</exception>
    public abstract ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken);

    /// <summary>Appends events of which hardly any will be there already, each at most once.</summary>
    /// <remarks>
    /// A back end that is far away may take all of them for new, so that nobody waits for its answer. If one turns out to be there after all, the session
    /// fails with the storage's fault of a conflict, nothing of it is kept, and the session that tries again is told by <see cref="AppendAsync"/>.
    /// </remarks>
    /// <inheritdoc cref="AppendAsync" />
    public virtual ValueTask<IReadOnlyList<AppendResult>> AppendNewAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
        AppendAsync(events, cancellationToken);

    /// <summary>All events anchored to any of the identifiers, in no particular order.</summary>
    public abstract ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken);

    /// <summary>The events anchored to identifiers that others have appended since these were held, in no particular order.</summary>
    /// <param name="anchors">The identifiers, each with the turn of the session that held it last; see <see cref="ComponentHold.Turn"/>.</param>
    /// <param name="known">Gives the ids of all events at the anchors that are known already; asked only if turns do not tell.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <remarks>A back end with several writers had better not read what is known: it is asked this for people whom others have met meanwhile.</remarks>
    public virtual async ValueTask<IReadOnlyList<LoggedEvent>> ReadNewAsync(
        IReadOnlyDictionary<Identifier, long> anchors, Func<IReadOnlySet<FactId>> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(known);
        var all = await ReadAsync([.. anchors.Keys], cancellationToken).ConfigureAwait(false);
        var before = known();
        return [.. all.Where(logged => !before.Contains(logged.Id))];
    }

    /// <summary>The events that carry one of these ids; what is not there is left out.</summary>
    public abstract ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken);

    /// <summary>The whole log, each event once, in no particular order: for rebuilding and for export.</summary>
    public abstract IAsyncEnumerable<LoggedEvent> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>How many events the log holds.</summary>
    public abstract ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>
    /// How many events are anchored to each of the identifiers, counted no further than <paramref name="most"/>; what has none may be left out. However
    /// many there are, it costs no more than that many reads of an index.
    /// </summary>
    public abstract ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
        IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken);

    /// <summary>Moves events to another anchor, when changed identity rules say so. Ids that are not there are passed over.</summary>
    public abstract ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken);

    /// <summary>
    /// Removes events for good, their ids included: no byte of their content may be left in any file of the store once the
    /// session has committed.
    /// </summary>
    public abstract ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken);
}
