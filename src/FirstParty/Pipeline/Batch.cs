using System.Runtime.InteropServices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>What walks the line together, in one storage session and at one instant.</summary>
internal sealed class Batch(IReadOnlyList<PendingEvent> events, StorageSession session, DateTimeOffset now)
{
    private const int PartOfAFact = 10;
    private const int PartOfAnAct = 20;

    public IReadOnlyList<PendingEvent> Events { get; } = events;

    public StorageSession Session { get; } = session;

    /// <summary>The instant that the whole batch is decided and evaluated at. UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>What memberships change upon, if they change.</summary>
    public SegmentChangeCause Cause { get; init; } = SegmentChangeCause.Fact;

    /// <summary>The events that no step has closed yet.</summary>
    public IEnumerable<PendingEvent> Open => Events.Where(pending => pending.IsOpen);

    /// <summary>The events that this batch brought into the log, or that were brought there before and not resolved yet.</summary>
    public List<LoggedEvent> Appended { get; } = new(events.Count);

    /// <summary>The profiles whose facts changed, those included that are no more.</summary>
    public HashSet<ProfileId> Touched { get; } = [];

    /// <summary>The touched people as they are now.</summary>
    public IReadOnlyList<LivePerson> People { get; set; } = [];

    /// <summary>Who has more events than this is not read along with what touches them, but looked at later.</summary>
    public int Longest { get; init; } = int.MaxValue;

    /// <summary>
    /// <see cref="Longest"/> for one profile: a part of it for who was merged or parted, so that what that costs does not grow with what they have done. More
    /// where an event did it, since others of the same person are often close behind: a log-in, and then an order.
    /// </summary>
    public int LongestOf(ProfileId profile) =>
        Longest == int.MaxValue || !Rearranged.Contains(profile) ? Longest
        : Math.Max(1, Longest / (Cause == SegmentChangeCause.Fact ? PartOfAFact : PartOfAnAct));

    /// <summary>The touched profiles of those who are looked at later.</summary>
    public IReadOnlyList<LongPerson> Later { get; set; } = [];

    /// <summary>The touched profiles that are no more: merged into others, or renamed.</summary>
    public IReadOnlyCollection<ProfileId> Gone { get; set; } = [];

    /// <summary>Of them, those whose identifiers or earlier facts changed.</summary>
    public HashSet<ProfileId> Rearranged { get; } = [];

    /// <summary>The ends of links that were written or removed.</summary>
    public HashSet<ProfileId> Relinked { get; } = [];

    /// <summary>The touched people of whom nothing was stored before.</summary>
    public IReadOnlySet<ProfileId> New { get; set; } = new HashSet<ProfileId>();

    /// <summary>The segments to evaluate, whatever was touched; null to go by what was.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Since when those are due whom the clock has touched.</summary>
    public IReadOnlyDictionary<ProfileId, DateTimeOffset> DueAt { get; init; } = new Dictionary<ProfileId, DateTimeOffset>();

    /// <summary>What changed earlier about those whom the clock has touched.</summary>
    public IReadOnlyDictionary<ProfileId, AwaitedLook> Awaited { get; set; } = new Dictionary<ProfileId, AwaitedLook>();

    /// <summary>The events of this batch by whose they are.</summary>
    public Dictionary<ProfileId, List<LoggedEvent>> News { get; } = [];

    /// <summary>Whether nobody else may write these people until the session ends; a session that only reads holds nobody.</summary>
    public bool Holds { get; init; } = true;

    /// <summary>Of the people, those who were loaded and may be remembered.</summary>
    public List<LivePerson> Rememberable { get; } = [];

    /// <summary>The profiles that are to be stored.</summary>
    public IReadOnlyList<StoredProfile> Changed { get; set; } = [];

    /// <summary>What is to be written about traits.</summary>
    public IReadOnlyList<TraitMove> MovedTraits { get; set; } = [];

    /// <summary>What is to be written about memberships.</summary>
    public SegmentUpdate? Update { get; set; }

    /// <summary>Notes whose an event is.</summary>
    public void Note(ProfileId profile, LoggedEvent logged)
    {
        (CollectionsMarshal.GetValueRefOrAddDefault(News, profile, out _) ??= new List<LoggedEvent>(1)).Add(logged);
    }
}
