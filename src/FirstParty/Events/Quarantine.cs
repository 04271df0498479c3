using FirstParty.Identity;

namespace FirstParty.Events;

/// <summary>Where events wait that the taxonomy did not know. No purpose can read it.</summary>
/// <remarks>For implementers: as <see cref="EventLog"/>; adding an id that is there already changes nothing.</remarks>
public abstract class Quarantine
{
    /// <summary>Sets events aside.</summary>
    public abstract ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken);

    /// <summary>The oldest waiting events, at most <paramref name="count"/>.</summary>
    public abstract ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken);

    /// <summary>Removes events for good: they were replayed, erased, or their time is up.</summary>
    public abstract ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken);
}
