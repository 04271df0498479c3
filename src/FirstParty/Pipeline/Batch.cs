using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>What walks the line together, in one storage session and at one instant.</summary>
internal sealed class Batch(IReadOnlyList<PendingEvent> events, StorageSession session, DateTimeOffset now)
{
    public IReadOnlyList<PendingEvent> Events { get; } = events;

    public StorageSession Session { get; } = session;

    /// <summary>The instant that the whole batch is decided and evaluated at. UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>What memberships change upon, if they change.</summary>
    public SegmentChangeCause Cause { get; init; } = SegmentChangeCause.Fact;

    /// <summary>The events that no step has closed yet.</summary>
    public IEnumerable<PendingEvent> Open => Events.Where(pending => pending.IsOpen);

    /// <summary>The events that this batch brought into the log.</summary>
    public List<PendingEvent> Appended { get; } = [];

    /// <summary>The profiles whose facts changed, those included that are no more.</summary>
    public HashSet<ProfileId> Touched { get; } = [];

    /// <summary>The touched people as they are now.</summary>
    public IReadOnlyList<LivePerson> People { get; set; } = [];

    /// <summary>The touched profiles that are no more: merged into others, or renamed.</summary>
    public IReadOnlyCollection<ProfileId> Gone { get; set; } = [];

    /// <summary>The earliest instant at which a touched person may enter or leave a segment by the clock alone.</summary>
    public DateTimeOffset? EarliestFlip { get; set; }
}
