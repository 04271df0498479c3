using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// The people whom the one writer has met lately, within so many bytes: those met longest ago are forgotten first. What it holds is true while only
/// this process writes; whatever changes who somebody is, or what they permit, forgets them, and a transaction that was undone or a change of the
/// rules forgets everybody. Where others write the same store, somebody counts as met only in a session that holds them, and only if nobody else has held
/// them since. Used by the writer alone. With room for nothing it stays empty.
/// </summary>
/// <param name="capacity">How much it remembers, in bytes.</param>
/// <param name="isShared">Whether others write the same store.</param>
internal sealed class PersonCache(long capacity, bool isShared = false)
{
    private const int MemoryShare = 16;
    private const long LeastCapacity = 16 << 20;
    private const long MostCapacity = 256 << 20;

    private readonly Dictionary<ProfileId, Entry> _people = [];
    private readonly Dictionary<Identifier, Entry> _named = [];
    private readonly Dictionary<ProfileId, Entry> _natural = [];
    private readonly LinkedList<Entry> _used = [];
    private long _bytes;
    private object? _edition;
    private long _clearings;
    private IdentityGraph? _graph;

    /// <summary>How often everybody was forgotten. Read by others than the writer too.</summary>
    public long Clearings => Volatile.Read(ref _clearings);

    /// <summary>Whether others write the same store.</summary>
    public bool IsShared => isShared;

    /// <summary>
    /// How much a platform over a store of its own remembers, in bytes: a sixteenth of the memory that the process may use, from 16 to 256 MB.
    /// </summary>
    public static long DefaultCapacity { get; } =
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryShare, LeastCapacity, MostCapacity);

    /// <summary>The edition of the rules that everybody remembered was decided under; null where no rules change.</summary>
    public Func<object>? Edition { get; set; }

    /// <summary>A session begins, where others write the same store.</summary>
    public void Begin(IdentityGraph graph) => _graph = graph;

    /// <summary>Whether somebody is remembered by an identifier, be it still true or not.</summary>
    public bool Knows(Identifier identifier) => _named.ContainsKey(identifier);

    /// <summary>
    /// Brings those up to date of whom others have only appended events since they were met, once they are held. Of these only the new events are read.
    /// </summary>
    public async ValueTask CatchUpAsync(StorageSession session, IReadOnlyList<Identifier> held, CancellationToken cancellationToken)
    {
        var behind = held.Select(_named.GetValueOrDefault).OfType<Entry>().Distinct().Where(IsBehind).ToList();
        if (behind.Count == 0)
        {
            return;
        }

        var since = new Dictionary<Identifier, long>(behind.Count);
        foreach (var (entry, anchor) in behind.SelectMany(entry => entry.Person.Facts.Identifiers, (entry, anchor) => (entry, anchor)))
        {
            if (ReferenceEquals(_named.GetValueOrDefault(anchor), entry))
            {
                since[anchor] = entry.Hold!.Turn;
            }
        }

        session.Segments.Expect([.. behind.Select(entry => entry.Person.Facts.Id)]);
        var missed = (await session.Events.ReadNewAsync(since, () => behind.SelectMany(entry => entry.Person.Ids).ToHashSet(), cancellationToken)
            .ConfigureAwait(false)).ToLookup(logged => _named[logged.Anchor]);
        foreach (var entry in behind)
        {
            entry.Person.CatchUp(missed[entry]);
            entry.Hold = _graph!.HoldOf(entry.Component);
        }
    }

    public LivePerson? Find(ProfileId profile) => IsCurrent() && _people.TryGetValue(profile, out var entry) ? Use(entry) : null;

    /// <summary>The person who is known by an identifier.</summary>
    public LivePerson? Find(Identifier identifier) => IsCurrent() && _named.TryGetValue(identifier, out var entry) ? Use(entry) : null;

    /// <param name="person">The person, as they were loaded.</param>
    /// <param name="component">The component of the graph that they belong to.</param>
    public void Remember(LivePerson person, ProfileId component)
    {
        IsCurrent();
        Forget(person.Facts.Id);
        var hold = isShared ? _graph?.HoldOf(component) : null;
        if ((isShared && hold is null) || capacity == 0 || person.Bytes > capacity / 2)
        {
            return;
        }

        var entry = new Entry(person, component, [.. person.Facts.Identifiers.Select(ProfileId.Of)], person.Bytes) { Hold = hold };
        entry.Place = _used.AddFirst(entry);
        _people.Add(person.Facts.Id, entry);
        _bytes += entry.Bytes;
        foreach (var (identifier, id) in person.Facts.Identifiers.Zip(entry.Ids))
        {
            _named[identifier] = entry;
            _natural[id] = entry;
        }
    }

    /// <summary>Forgets the person of a profile.</summary>
    public void Forget(ProfileId profile)
    {
        if (_people.TryGetValue(profile, out var entry))
        {
            Remove(entry);
        }
    }

    /// <summary>Forgets the person who is known by an identifier.</summary>
    public void Forget(Identifier identifier)
    {
        if (_named.TryGetValue(identifier, out var entry))
        {
            Remove(entry);
        }
    }

    /// <summary>Forgets everybody whom a change of the identity graph touches, however slightly.</summary>
    public void Forget(ResolutionChange change)
    {
        foreach (var profile in change.Rearranged.Union(change.Gone))
        {
            Forget(profile);
        }

        var written = change.Written.Nodes.Select(node => node.Id)
            .Concat(change.Written.RemovedNodes)
            .Concat(change.Written.Links.SelectMany(link => (ProfileId[])[link.A, link.B]))
            .Concat(change.Written.RemovedLinks.SelectMany(pair => (ProfileId[])[pair.A, pair.B]))
            .Concat(change.Written.Acts.SelectMany(act => act.Names));
        foreach (var id in written)
        {
            if (_natural.TryGetValue(id, out var entry))
            {
                Remove(entry);
            }
        }
    }

    public void Clear()
    {
        Interlocked.Increment(ref _clearings);
        _people.Clear();
        _named.Clear();
        _natural.Clear();
        _used.Clear();
        _bytes = 0;
    }

    /// <summary>Takes into account that people have grown, and forgets those met longest ago until there is room.</summary>
    public void Trim(IEnumerable<LivePerson> grown)
    {
        foreach (var person in grown)
        {
            if (_people.TryGetValue(person.Facts.Id, out var entry) && ReferenceEquals(entry.Person, person))
            {
                _bytes += person.Bytes - entry.Bytes;
                entry.Bytes = person.Bytes;
                if (entry.Bytes > capacity / 2)
                {
                    Remove(entry);
                }
            }
        }

        while (_bytes > capacity && _used.Last is { } last)
        {
            Remove(last.Value);
        }
    }

    // What was decided under an earlier edition of the rules is forgotten.
    private bool IsCurrent()
    {
        if (Edition?.Invoke() is { } now && !ReferenceEquals(now, _edition))
        {
            Clear();
            _edition = now;
        }

        return true;
    }

    private LivePerson? Use(Entry entry)
    {
        if (isShared && !IsStillSo(entry))
        {
            return null;
        }

        _used.Remove(entry.Place!);
        _used.AddFirst(entry.Place!);
        return entry.Person;
    }

    private bool IsStillSo(Entry entry)
    {
        if (_graph?.HoldOf(entry.Component) is not { } hold)
        {
            return false; // Whoever is not held may have changed by now.
        }

        if (ReferenceEquals(hold, entry.Hold) || hold.Follows(entry.Hold!))
        {
            entry.Hold = hold;
            return true;
        }

        Remove(entry);
        return false;
    }

    private bool IsBehind(Entry entry) => _graph?.HoldOf(entry.Component) is { } hold
        && !ReferenceEquals(hold, entry.Hold) && !hold.Follows(entry.Hold!) && hold.FollowsButForEvents(entry.Hold!);

    private void Remove(Entry entry)
    {
        _people.Remove(entry.Person.Facts.Id);
        _used.Remove(entry.Place!);
        _bytes -= entry.Bytes;
        foreach (var (identifier, id) in entry.Person.Facts.Identifiers.Zip(entry.Ids))
        {
            Drop(_named, identifier, entry);
            Drop(_natural, id, entry);
        }
    }

    private static void Drop<TKey>(Dictionary<TKey, Entry> index, TKey key, Entry entry)
        where TKey : notnull
    {
        if (index.TryGetValue(key, out var held) && ReferenceEquals(held, entry))
        {
            index.Remove(key);
        }
    }

    private sealed class Entry(LivePerson person, ProfileId component, ProfileId[] ids, long bytes)
    {
        public LivePerson Person { get; } = person;

        public ProfileId Component { get; } = component;

        public ProfileId[] Ids { get; } = ids;

        /// <summary>The hold under which all this was true last, where others write the same store.</summary>
        public ComponentHold? Hold { get; set; }

        public long Bytes { get; set; } = bytes;

        public LinkedListNode<Entry>? Place { get; set; }
    }
}
