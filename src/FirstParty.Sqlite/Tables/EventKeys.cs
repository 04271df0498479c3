using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>
/// Which facts the log holds, and in which rows. The log itself says so; a table of their hashes makes it quick. Random keys would touch another
/// page of that table with every event, so the writer holds those of the newest rows in memory (read back from the log at start) and brings
/// them into the table in runs, in the order of the hashes, a few with every batch; a filter spares it the look for nearly all that are new.
/// </summary>
/// <param name="database">The connection.</param>
/// <param name="mostRecent">How many keys the writer holds at least before it begins a run; null for a reader, which holds none.</param>
internal sealed class EventKeys(Database database, int? mostRecent)
{
    private const int RunSpeed = 2;
    private const int LeastRun = 16;
    private const int TableShare = 16; // A run of a sixteenth of the table finds several of its keys on every page.
    private const string MergedSql = "SELECT value FROM counters WHERE name = 'keys'";
    private const string SetMergedSql = "UPDATE counters SET value = ? WHERE name = 'keys'";
    private const string TailSql = "SELECT id, source, message_key FROM events WHERE id > ?";
    private const string ScanTailSql = "SELECT id FROM events WHERE id > ? AND message_key = ? AND source = ?";
    private const string FindSql = "SELECT event FROM event_keys WHERE hash = ?";
    private const string AllSql = "SELECT hash FROM event_keys";
    private const string AddSql = "INSERT INTO event_keys (hash, event) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private const string RemoveSql = "DELETE FROM event_keys WHERE hash = ? AND event = ?";
    private const string MatchSql = "SELECT 1 FROM events WHERE id = ? AND source = ? AND message_key = ?";
    private const string FindCollisionSql = "SELECT event FROM event_key_collisions WHERE source = ? AND message_key = ?";
    private const string CollidedSql = "SELECT event, source, message_key FROM event_key_collisions";
    private const string AddCollisionSql = "INSERT INTO event_key_collisions (source, message_key, event) VALUES (?, ?, ?)";
    private const string RemoveCollisionSql = "DELETE FROM event_key_collisions WHERE source = ? AND message_key = ?";

    private Dictionary<long, long>? _recent;
    private KeyFilter? _merged;
    private HashSet<long>? _collided;
    private (long Hash, long Row)[] _run = [];
    private int _runAt;
    private long _runThrough;

    /// <summary>The last row whose key is in the table; keys of rows up to here are never read from the log again.</summary>
    public long MergedThrough => database.Prepare(MergedSql).Scalar() ?? 0;

    private KeyFilter Merged => _merged ??= ReadTable();

    private Dictionary<long, long> Recent => _recent ??= ReadTail();

    /// <summary>The hashes of facts that may stand in full: so few, and mostly none, that nearly no fact is looked for there.</summary>
    private HashSet<long> Collided => _collided ??= ReadCollided();

    /// <summary>The row of a fact, or null when the log does not hold it.</summary>
    public long? Find(long source, UInt128 key)
    {
        var hash = KeyHash.Of(source, key);
        if (InMemoryOrTable(hash) is { } row && IsOf(row, source, key))
        {
            return row;
        }

        return FindInFull(source, key, hash)
            ?? (mostRecent is null ? database.Prepare(ScanTailSql).Bind(MergedThrough).Bind(key).Bind(source).Scalar() : null);
    }

    /// <summary>The row of a fact; a fact that the log does not hold is noted in the row that it is about to have, and null is returned. For the writer.</summary>
    public long? FindOrAdd(long source, UInt128 key, long row)
    {
        var hash = KeyHash.Of(source, key);
        var holder = InMemoryOrTable(hash);
        if ((holder is { } held && IsOf(held, source, key) ? held : FindInFull(source, key, hash)) is { } known)
        {
            return known;
        }

        if (holder is null)
        {
            Recent.Add(hash, row);
        }
        else
        {
            database.Prepare(AddCollisionSql).Bind(source).Bind(key).Bind(row).Run();
            Collided.Add(hash);
        }

        return null;
    }

    /// <summary>Removes a fact whose event is being erased.</summary>
    public void Remove(long source, UInt128 key, long row)
    {
        var hash = KeyHash.Of(source, key);
        if (Recent.TryGetValue(hash, out var held) && held == row)
        {
            Recent.Remove(hash);
        }

        database.Prepare(RemoveSql).Bind(hash).Bind(row).Run();
        database.Prepare(RemoveCollisionSql).Bind(source).Bind(key).Run();
    }

    /// <summary>Brings some keys into the table after a batch of so many events, the last in the given row.</summary>
    public void Merge(int events, long last)
    {
        if (_run.Length == 0)
        {
            if (Recent.Count < Math.Max(mostRecent ?? 0, Merged.Count / TableShare))
            {
                return;
            }

            _run = [.. Recent.Select(pair => (pair.Key, pair.Value))];
            Array.Sort(_run);
            (_runAt, _runThrough) = (0, last);
        }

        for (var left = Math.Max(LeastRun, events * RunSpeed); left > 0 && _runAt < _run.Length; left--, _runAt++)
        {
            var (hash, row) = _run[_runAt];
            if (Recent.TryGetValue(hash, out var held) && held == row)
            {
                database.Prepare(AddSql).Bind(hash).Bind(row).Run();
                Merged.Add(hash);
            }
        }

        if (_runAt == _run.Length)
        {
            EndRun();
        }
    }

    /// <summary>Forgets what an undone transaction may have changed; the log is read again.</summary>
    public void Forget()
    {
        _recent = null;
        _collided = null;
        _run = [];
    }

    private long? FindInFull(long source, UInt128 key, long hash) => mostRecent is null || Collided.Contains(hash)
        ? database.Prepare(FindCollisionSql).Bind(source).Bind(key).Scalar()
        : null;

    private long? InMemoryOrTable(long hash)
    {
        if (mostRecent is not null)
        {
            if (Recent.TryGetValue(hash, out var row))
            {
                return row;
            }

            if (!Merged.MayContain(hash))
            {
                return null;
            }
        }

        return database.Prepare(FindSql).Bind(hash).Scalar();
    }

    private bool IsOf(long row, long source, UInt128 key) => database.Prepare(MatchSql).Bind(row).Bind(source).Bind(key).Scalar() is not null;

    private void EndRun()
    {
        database.Prepare(SetMergedSql).Bind(_runThrough).Run();
        foreach (var (hash, row) in _run)
        {
            if (Recent.TryGetValue(hash, out var held) && held == row)
            {
                Recent.Remove(hash);
            }
        }

        _run = [];
    }

    private Dictionary<long, long> ReadTail()
    {
        var inFull = new HashSet<long>();
        for (var row = database.Prepare(CollidedSql); row.Step();)
        {
            inFull.Add(row.Int64(0));
        }

        var recent = new Dictionary<long, long>();
        for (var row = database.Prepare(TailSql).Bind(MergedThrough); row.Step();)
        {
            if (!inFull.Contains(row.Int64(0)))
            {
                recent.Add(KeyHash.Of(row.Int64(1), row.Key(2)), row.Int64(0));
            }
        }

        return recent;
    }

    private HashSet<long> ReadCollided()
    {
        var collided = new HashSet<long>();
        for (var row = database.Prepare(CollidedSql); row.Step();)
        {
            collided.Add(KeyHash.Of(row.Int64(1), row.Key(2)));
        }

        return collided;
    }

    private KeyFilter ReadTable()
    {
        var filter = new KeyFilter();
        for (var row = database.Prepare(AllSql); row.Step();)
        {
            filter.Add(row.Int64(0));
        }

        return filter;
    }
}
