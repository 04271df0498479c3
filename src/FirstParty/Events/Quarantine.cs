using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>Where events wait that the taxonomy did not know. No purpose can read it.</summary>
/// <remarks>For implementers: as <see cref="EventLog"/>; adding an id that is there already changes nothing. Events are found by the people
/// they name, so keep an index of <see cref="QuarantinedEvent.People"/>.</remarks>
public abstract class Quarantine
{
    /// <summary>Sets events aside.</summary>
    public abstract ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken);

    /// <summary>The oldest waiting events, at most <paramref name="count"/>.</summary>
    public abstract ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken);

    /// <summary>How many events wait.</summary>
    public abstract ValueTask<int> CountAsync(CancellationToken cancellationToken);

    /// <summary>Removes events for good: they were replayed, or had to make room.</summary>
    public abstract ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken);

    /// <summary>
    /// Removes for good every event that names any of these people, however many wait. No byte of what was removed may be left in any file of the store
    /// once the session has committed.
    /// </summary>
    /// <returns>What was removed.</returns>
    public abstract ValueTask<IReadOnlyList<FactId>> EraseAsync(IReadOnlyCollection<ProfileId> people, CancellationToken cancellationToken);
}
