using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>The facts that were acknowledged and wait to be resolved, where resolution follows in the background.</summary>
/// <remarks>
/// For implementers: as <see cref="EventLog"/>. A fact is noted in the session that appends it and taken in the one that resolves it, so that neither
/// a crash nor a second node loses it or resolves it in vain.
/// </remarks>
public abstract class UnresolvedFacts
{
    /// <summary>Notes facts that this session has appended; one that is noted already changes nothing.</summary>
    public abstract ValueTask AddAsync(IReadOnlyCollection<UnresolvedFact> facts, CancellationToken cancellationToken);

    /// <summary>Takes away the facts that have waited longest.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <remarks>
    /// One session takes at a time, until it ends; another waits for it. So whoever finds none knows that all that was committed before is resolved.
    /// </remarks>
    public abstract ValueTask<IReadOnlyList<UnresolvedFact>> TakeAsync(int count, CancellationToken cancellationToken);

    /// <summary>How many facts at these anchors wait.</summary>
    public abstract ValueTask<int> CountAsync(IReadOnlyCollection<ProfileId> anchors, CancellationToken cancellationToken);
}
