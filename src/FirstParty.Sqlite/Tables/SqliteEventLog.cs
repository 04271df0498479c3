using System.Runtime.CompilerServices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The event log of one connection.</summary>
internal sealed class SqliteEventLog(Database database, NameTable names, int? recentKeys) : EventLog
{
    private const long PageSize = 256;
    private const int KeysAnAnchor = 10;
    private const string LastSql = "SELECT max(id) FROM events";
    private const string FingerprintSql = "SELECT fingerprint FROM events WHERE id = ?";
    private const string CountSql = "SELECT sum(uses) FROM event_names";

    private readonly EventNames _eventNames = new(database);
    private readonly AnchorTable _anchors = new(database, names, (recentKeys ?? 0) / KeysAnAnchor);
    private readonly EventKeys _keys = new(database, recentKeys);
    private EventRows? _rows;
    private EventChains? _chains;
    private long? _last;

    private EventRows Rows => _rows ??= new EventRows(database, names, _eventNames);

    private EventChains Chains => _chains ??= new EventChains(database, names, _eventNames, _anchors, _keys);

    /// <summary>Whether this session has changed the log, so that undoing it leaves what is remembered in doubt.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Whether this session has erased something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (events.Count == 0)
        {
            return ValueTask.FromResult<IReadOnlyList<AppendResult>>([]);
        }

        HasWritten = true;
        _anchors.Trim();
        var first = (_last ?? Math.Max(database.Prepare(LastSql).Scalar() ?? 0, _keys.MergedThrough)) + 1;
        _last = first + events.Count - 1;
        var results = new AppendResult[events.Count];
        var appended = 0;
        for (var i = 0; i < events.Count; i++)
        {
            results[i] = Append(first + i, events[i]);
            appended += results[i] == AppendResult.Appended ? 1 : 0;
        }

        Flush();
        _keys.Merge(appended, _last.Value);
        return ValueTask.FromResult<IReadOnlyList<AppendResult>>(results);
    }

    public override ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken)
    {
        _anchors.Trim();
        var found = new List<LoggedEvent>();
        foreach (var identifier in anchors.Distinct())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var next = _anchors.Find(identifier)?.Head; next is { } id;)
            {
                var row = database.Prepare(EventRows.One).Bind(id);
                if (!row.Step())
                {
                    throw Binary.Malformed();
                }

                found.Add(Rows.Read(row, identifier));
                next = EventRows.Previous(row);
                row.Reset();
            }
        }

        return ValueTask.FromResult<IReadOnlyList<LoggedEvent>>(found);
    }

    public override ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _anchors.Trim();
        return ValueTask.FromResult<IReadOnlyList<LoggedEvent>>([.. ids.Distinct().Select(Find).OfType<LoggedEvent>()]);
    }

    public override async IAsyncEnumerable<LoggedEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<LoggedEvent>((int)PageSize);
        long? after = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            after = ReadPage(after.Value, page);
            foreach (var logged in page)
            {
                yield return logged;
            }
        }
        while (after is not null);

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public override ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Prepare(CountSql).Scalar() ?? 0);

    public override ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
        IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _anchors.Trim();
        return ValueTask.FromResult<IReadOnlyDictionary<Identifier, int>>(anchors.Distinct()
            .ToDictionary(identifier => identifier, identifier => (int)Math.Min(most, _anchors.Find(identifier)?.Events ?? 0)));
    }

    public override ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HasWritten = true;
        Chains.Reanchor(anchors);
        Flush();
        return ValueTask.CompletedTask;
    }

    public override ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HasWritten = true;
        var erased = Chains.Erase(events);
        HasErased |= erased > 0;
        Flush();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the session, remembering what is still true in the next.</summary>
    public void End(bool keepNames, bool keepAnchors)
    {
        HasErased = false;
        HasWritten = false;
        if (!keepNames)
        {
            _eventNames.Forget();
        }

        if (!keepAnchors)
        {
            _anchors.Forget();
            _keys.Forget();
            _last = null;
        }
    }

    private AppendResult Append(long row, LoggedEvent logged)
    {
        var source = names.IdOf(logged.Id.Source);
        if (_keys.FindOrAdd(source, logged.Id.Key, row) is { } known)
        {
            return database.Prepare(FingerprintSql).Bind(known).Scalar() == logged.Fingerprint ? AppendResult.Duplicate : AppendResult.Conflict;
        }

        var anchor = _anchors.Get(logged.Anchor);
        Rows.Insert(row, source, logged, anchor);
        _anchors.Add(anchor, row);
        return AppendResult.Appended;
    }

    private LoggedEvent? Find(FactId fact)
    {
        if (names.Find(fact.Source) is not { } source || _keys.Find(source, fact.Key) is not { } id)
        {
            return null;
        }

        var row = database.Prepare(EventRows.One).Bind(id);
        if (!row.Step())
        {
            throw Binary.Malformed();
        }

        var logged = Rows.Read(row, _anchors.Read(EventRows.Anchor(row)).Identifier);
        row.Reset();
        return logged;
    }

    private long? ReadPage(long after, List<LoggedEvent> page)
    {
        page.Clear();
        _anchors.Trim();
        var row = database.Prepare(EventRows.Page).Bind(after).Bind(PageSize);
        while (row.Step())
        {
            after = EventRows.Id(row);
            page.Add(Rows.Read(row, _anchors.Read(EventRows.Anchor(row)).Identifier));
        }

        return page.Count == PageSize ? after : null;
    }

    private void Flush()
    {
        _eventNames.Flush();
        _anchors.Flush();
    }
}
