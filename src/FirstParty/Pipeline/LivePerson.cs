using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>A person whom the one writer remembers between batches, with what it last made of them. Used by the writer alone.</summary>
internal sealed class LivePerson
{
    private const int PersonBytes = 2_000;
    private const int IdentifierBytes = 120;

    /// <summary>What segments read of an event, for each of the purposes that look at it.</summary>
    private const int ReadBytes = 80;

    /// <summary>How many new events are held until they have been looked at; more are unpacked again.</summary>
    private const int MaxFresh = 64;

    /// <summary>How many ways of naming the person are told apart; another is looked up in the graph each time.</summary>
    private const int MaxNamings = 64;

    private readonly PersonEvents _events;
    private readonly DateTimeOffset _allKnownSince;
    private readonly List<Permission> _permitted = new(1); // One or a few.
    private HashSet<string>? _named;
    private List<LoggedEvent>? _fresh;
    private long _ownBytes;

    /// <summary>Remembers a person as they were loaded.</summary>
    /// <param name="facts">Their facts.</param>
    /// <param name="allKnownSince">When the last of their identifiers was named first.</param>
    public LivePerson(PersonFacts facts, DateTimeOffset allKnownSince)
    {
        _events = new PersonEvents(facts.Events);
        _allKnownSince = allKnownSince;
        _fresh = _events.Acts.Count == facts.Events.Count && facts.Events.Count <= MaxFresh ? [.. facts.Events] : null;
        Facts = facts with { Events = _events };
        _ownBytes = PersonBytes;
        foreach (var identifier in facts.Identifiers)
        {
            _ownBytes += IdentifierBytes + (sizeof(char) * (identifier.Namespace.Length + identifier.Value.Length));
        }
    }

    public PersonFacts Facts { get; }

    /// <summary>Roughly how much memory they take.</summary>
    public long Bytes => _ownBytes + _events.Bytes + ((long)ReadBytes * _events.Count * Math.Max(1, _permitted.Count));

    /// <summary>The ids of their events.</summary>
    public IEnumerable<FactId> Ids => _events.Ids;

    /// <summary>The profile as the store holds it; null while that is not known, or while it holds none.</summary>
    public StoredProfile? Stored { get; set; }

    /// <summary>Whether the stored profile may not be what the facts make of it any more.</summary>
    public bool IsDoubtful { get; set; } = true;

    /// <summary>The segments that the store has them in; null while that is not known.</summary>
    public IReadOnlySet<string>? Segments { get; set; }

    /// <summary>Whether it is known which flip the store holds.</summary>
    public bool IsFlipKnown { get; set; }

    /// <summary>The flip that the store holds; meaningful once it is known.</summary>
    public DateTimeOffset? Flip { get; set; }

    /// <summary>Adds an event that was appended to the log and is anchored to one of their identifiers.</summary>
    public void Append(LoggedEvent logged)
    {
        if (IsAct(logged))
        {
            if (_fresh?.Count == MaxFresh)
            {
                _fresh.Clear();
            }

            (_fresh ??= []).Add(logged);
        }

        _events.Add(logged);
        IsDoubtful |= logged.Kind == EventKind.Identify || Stored is null || Stored.FirstSeen > logged.OccurredAt;
    }

    /// <summary>Takes in what other writers appended meanwhile. What they made of it is to be read anew; the profile is not, unless the events say so.</summary>
    public void CatchUp(IEnumerable<LoggedEvent> missed)
    {
        foreach (var logged in missed)
        {
            Append(logged);
        }

        Stored = IsDoubtful ? null : Stored;
        Segments = null;
        (IsFlipKnown, Flip) = (false, null);
    }

    /// <summary>Notes that the identity graph has taken in whom an event names.</summary>
    public void Learn(LoggedEvent logged)
    {
        if (logged.Kind is not (EventKind.Alias or EventKind.Group) && !IsAnchorAlone(logged) && !(_named?.Count >= MaxNamings)
            && Naming(logged) is var naming && (_named ??= new(StringComparer.Ordinal)).Add(naming))
        {
            _ownBytes += IdentifierBytes + (sizeof(char) * naming.Length);
        }
    }

    /// <summary>
    /// Whether an event tells the identity graph nothing: an earlier one named the same identifiers, as strongly, and it is not the first of any.
    /// </summary>
    public bool SaysNothingNew(LoggedEvent logged) =>
        IsAct(logged)
        && logged.GroupId is null
        && _allKnownSince <= logged.OccurredAt
        && (IsAnchorAlone(logged) || _named?.Contains(Naming(logged)) == true);

    /// <summary>The view for a purpose: the gate is asked only about the events that it has not been asked about yet.</summary>
    public ProfileView View(ProfileMerger merger, string purpose, DateTimeOffset now) => Permitted(merger, purpose, now).View!;

    /// <summary>The view for a purpose as segments read it: what was read before is not read again.</summary>
    public ProfileFrame Frame(ProfileMerger merger, CompiledSegments segments, string purpose, DateTimeOffset now)
    {
        var permitted = Permitted(merger, purpose, now);
        return permitted.Frame = segments.EncodeAfter(permitted.Frame, permitted.View!);
    }

    /// <summary>Lets go what can be read again from the few arrays that their events are kept in.</summary>
    public void Release()
    {
        _fresh?.Clear();
        foreach (var permission in _permitted)
        {
            permission.Frame?.Release();
            permission.Events!.History.Release();
        }
    }

    private Permission Permitted(ProfileMerger merger, string purpose, DateTimeOffset now)
    {
        var known = _permitted.Find(permission => permission.Purpose == purpose);
        if (known is null || !known.Events!.HoldAt(now))
        {
            _ = known is not null && _permitted.Remove(known);
            _permitted.Add(known = Permit(merger, purpose, now));
        }
        else
        {
            var events = merger.PermitFurther(Facts, purpose, now, Since(known.Count), known.Events);
            known.View = known.Stated == _events.Stated.Count && known.StaysAt(now)
                ? ProfileMerger.View(known.View!, events, events.Withheld - known.Events!.Withheld)
                : merger.View(Facts, purpose, now, events);
            known.Events = events;
        }

        (known.Count, known.Stated, known.At) = (_events.Acts.Count, _events.Stated.Count, now);
        return known;
    }

    private Permission Permit(ProfileMerger merger, string purpose, DateTimeOffset now)
    {
        var own = new Permission(purpose);
        own.Events = merger.Permit(
            Facts, purpose, now, Since(0), () => merger.Permit(Facts, purpose, own.At, _events.Acts.From(0).Take(own.Count)).History);
        own.View = merger.View(Facts, purpose, now, own.Events);
        return own;
    }

    /// <summary>What they did from one event on; nearly always that is at hand still.</summary>
    private IEnumerable<LoggedEvent> Since(int count)
    {
        var further = _events.Acts.Count - count;
        return further == 0 ? []
            : further == _fresh?.Count ? _fresh
            : further < _fresh?.Count ? _fresh.TakeLast(further)
            : _events.Acts.From(count);
    }

    private static bool IsAct(LoggedEvent logged) => logged.Kind is EventKind.Track or EventKind.Page or EventKind.Screen;

    private static bool IsAnchorAlone(LoggedEvent logged) => logged.Identifiers is [var only] && only == logged.Anchor;

    private static string Naming(LoggedEvent logged) =>
        $"{(int)logged.Strength}{string.Concat(logged.Identifiers.Select(identifier => $"\u001F{identifier.Namespace}\u001E{identifier.Value}"))}";

    /// <summary>What a purpose was last permitted to see.</summary>
    private sealed class Permission(string purpose)
    {
        public string Purpose => purpose;

        public ProfileView? View { get; set; }

        public PermittedEvents? Events { get; set; }

        public DateTimeOffset At { get; set; }

        /// <summary>How many events were looked at, and how many of them make claims.</summary>
        public int Count { get; set; }

        public int Stated { get; set; }

        public ProfileFrame? Frame { get; set; }

        /// <summary>Whether what the view says of claims is still so at an instant.</summary>
        public bool StaysAt(DateTimeOffset now) => At <= now && (View!.ChangesAt is not { } change || now < change);
    }
}
