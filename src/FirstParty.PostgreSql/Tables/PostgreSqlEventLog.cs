using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// The event log of one session. A fact is claimed by its key, in the order of the keys, so that no two sessions wait for each other in a circle;
/// then its event goes to its anchor.
/// </summary>
internal sealed class PostgreSqlEventLog(Database database, IdentityActs acts, ComponentLocks locks, FirstMeetings meetings) : EventLog
{
    private const int PageSize = 1_000;
    private const int AnchorColumn = 20;
    private const int TurnColumn = 21;
    private const string FingerprintSql =
        "SELECT k.message_key, k.source, k.fingerprint FROM firstparty.event_keys k "
        + "JOIN unnest($1, $2) AS f (message_key, source) ON k.message_key = f.message_key AND k.source = f.source";

    private const string PlaceSql =
        "SELECT k.message_key, k.source, k.anchor, k.turn FROM firstparty.event_keys k "
        + "JOIN unnest($1, $2) AS f (message_key, source) ON k.message_key = f.message_key AND k.source = f.source";

    private const string ByAnchorSql = $"SELECT {EventRows.Columns} FROM firstparty.events WHERE anchor = ANY($1)";
    private const string FindSql =
        $"SELECT {EventRows.Columns} FROM firstparty.events JOIN unnest($1, $2, $3, $4) AS f (key, of, at, since) "
        + "ON anchor = at AND turn = since AND message_key = key AND source = of";

    private const string SinceSql = $"SELECT {EventRows.Columns} FROM firstparty.events JOIN unnest($1, $2) AS f (at, since) ON anchor = at AND turn > since";

    private const string CountEachSql =
        "SELECT f.anchor, (SELECT count(*) FROM (SELECT 1 FROM firstparty.events e WHERE e.anchor = f.anchor LIMIT $2) AS counted) "
        + "FROM unnest($1) AS f (anchor)";

    // Rows of one anchor lie together: each question goes to one node of a cluster.
    private const string CountOneSql = "SELECT $1, count(*) FROM (SELECT 1 FROM firstparty.events WHERE anchor = $1 LIMIT $2) AS counted";
    private const string FirstPageSql =
        $"SELECT {EventRows.Columns} FROM firstparty.events ORDER BY anchor, turn, message_key, source LIMIT $1";

    private const string NextPageSql =
        $"SELECT {EventRows.Columns} FROM firstparty.events WHERE (anchor, turn, message_key, source) > ($2, $3, $4, $5) "
        + "ORDER BY anchor, turn, message_key, source LIMIT $1";

    private const string EraseSql =
        "DELETE FROM firstparty.events e USING unnest($1, $2, $3, $4) AS f (message_key, source, anchor, turn) "
        + "WHERE e.anchor = f.anchor AND e.turn = f.turn AND e.message_key = f.message_key AND e.source = f.source";

    private const string EraseKeysSql =
        "DELETE FROM firstparty.event_keys k USING unnest($1, $2) AS f (message_key, source) "
        + "WHERE k.message_key = f.message_key AND k.source = f.source";

    private readonly Dictionary<Guid, List<LoggedEvent>> _firsts = [];

    /// <summary>Whether this session has erased something.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
        AppendAsync(events, areNew: false, cancellationToken);

    public override ValueTask<IReadOnlyList<AppendResult>> AppendNewAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
        AppendAsync(events, meetings.MayAssume(), cancellationToken);

    public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken) =>
        await ReadAsync(anchors.Select(ProfileId.Of), cancellationToken).ConfigureAwait(false);

    /// <summary>All events at anchors that are given by their natural ids.</summary>
    public async ValueTask<List<LoggedEvent>> ReadAsync(IEnumerable<ProfileId> anchors, CancellationToken cancellationToken)
    {
        var found = new List<LoggedEvent>();
        HashSet<Guid> ids = [.. anchors.Select(id => id.Value)];
        foreach (var id in ids.Where(_firsts.ContainsKey).ToList())
        {
            found.AddRange(_firsts[id]);
            ids.Remove(id);
        }

        if (ids.Count > 0)
        {
            await database.RunAsync(database.Sql(ByAnchorSql).Add(ids).Each(row => found.Add(EventRows.Read(row))), cancellationToken)
                .ConfigureAwait(false);
        }

        return found;
    }

    public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadNewAsync(
        IReadOnlyDictionary<Identifier, long> anchors, Func<IReadOnlySet<FactId>> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(anchors);
        ArgumentNullException.ThrowIfNull(known);
        var (found, doubtful) = (new List<LoggedEvent>(), new List<LoggedEvent>());
        await database.RunAsync(
            database.Sql(SinceSql).Add(anchors.Keys.Select(anchor => ProfileId.Of(anchor).Value)).Add(anchors.Values)
                .Each(row => (row.GetInt64(TurnColumn) == HoldMarks.UnknownTurn ? doubtful : found).Add(EventRows.Read(row))),
            cancellationToken).ConfigureAwait(false);
        if (doubtful.Count > 0)
        {
            var all = known();
            found.AddRange(doubtful.Where(logged => !all.Contains(logged.Id)));
        }

        return found;
    }

    public override async ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        var places = await PlacesAsync(wanted, cancellationToken).ConfigureAwait(false);
        var found = new List<LoggedEvent>(places.Count);
        if (places.Count > 0)
        {
            await database.RunAsync(
                database.Sql(FindSql).Add(places.Keys).Add(places.Values.Select(place => place.Anchor)).Add(places.Values.Select(place => place.Turn))
                    .Each(row => found.Add(EventRows.Read(row))),
                cancellationToken).ConfigureAwait(false);
            found.RemoveAll(logged => !wanted.Contains(logged.Id));
        }

        return found;
    }

    public override async IAsyncEnumerable<LoggedEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<LoggedEvent>(PageSize);
        (Guid Anchor, long Turn)? place = null;
        do
        {
            var statement = database.Sql(place is null ? FirstPageSql : NextPageSql).Add(PageSize);
            if (place is { } last)
            {
                statement.Add(last.Anchor).Add(last.Turn).Add(page[^1].Id.Uuid()).Add(page[^1].Id.Source);
                page.Clear();
            }

            await database.RunAsync(
                statement.Each(row =>
                {
                    page.Add(EventRows.Read(row));
                    place = (row.GetGuid(AnchorColumn), row.GetInt64(TurnColumn));
                }),
                cancellationToken).ConfigureAwait(false);
            foreach (var logged in page)
            {
                yield return logged;
            }
        }
        while (page.Count == PageSize);
    }

    public override async ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0L;
        await database.RunAsync(
            database.Sql("SELECT count(*) FROM firstparty.event_keys").Each(row => count = row.GetInt64(0)), cancellationToken).ConfigureAwait(false);
        return count;
    }

    public override async ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
        IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken)
    {
        var identifiers = new Dictionary<Guid, Identifier>(anchors.Count);
        var counts = new Dictionary<Identifier, int>(anchors.Count);
        foreach (var anchor in anchors)
        {
            var id = ProfileId.Of(anchor).Value;
            if (_firsts.TryGetValue(id, out var own))
            {
                counts[anchor] = Math.Min(most, own.Count);
            }
            else
            {
                identifiers[id] = anchor;
            }
        }

        Statement[] asked = database.IsDistributed
            ? [.. identifiers.Keys.Select(anchor => database.Sql(CountOneSql).Add(anchor).Add(most))]
            : [database.Sql(CountEachSql).Add(identifiers.Keys).Add(most)];
        if (identifiers.Count > 0)
        {
            await database.RunAsync([.. asked.Select(sql => sql.Each(row => counts[identifiers[row.GetGuid(0)]] = (int)row.GetInt64(1)))], cancellationToken)
                .ConfigureAwait(false);
        }

        return counts;
    }

    public override async ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken)
    {
        // A row's distribution column never changes: the event goes away and comes back at its new anchor.
        var moved = (await FindAsync([.. anchors.Keys], cancellationToken).ConfigureAwait(false))
            .OrderBy(logged => logged.Id).Select(logged => Place(logged with { Anchor = anchors[logged.Id] })).ToList();
        await RemoveAsync([.. moved.Select(row => row.Event.Id)], cancellationToken).ConfigureAwait(false);
        await database.RunAsync(
            [.. EventRows.Keys.Of(database, moved).Select(insert => insert.Ignored()), .. EventRows.Events.Of(database, moved)], cancellationToken)
            .ConfigureAwait(false);
    }

    public override async ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken) =>
        HasErased |= await RemoveAsync([.. events.Distinct()], cancellationToken).ConfigureAwait(false) > 0;

    private async ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<LoggedEvent> events, bool areNew, CancellationToken cancellationToken)
    {
        var firsts = new Dictionary<FactId, LoggedEvent>(events.Count);
        foreach (var logged in events)
        {
            firsts.TryAdd(logged.Id, logged);
        }

        AnchoredEvent[] ordered = [.. firsts.Values.OrderBy(logged => logged.Id).Select(Place)];
        Statement[] ahead = [.. acts.Ahead(firsts.Keys)];
        var claimed = areNew && ahead.Length == 0 ? Assume(ordered) : await ClaimAsync(ordered, ahead, cancellationToken).ConfigureAwait(false);
        var stored = await FingerprintsAsync([.. firsts.Keys.Where(id => !claimed.Contains(id))], cancellationToken).ConfigureAwait(false);
        AnchoredEvent[] added = [.. ordered.Where(row => claimed.Contains(row.Event.Id)).OrderBy(row => row.Anchor)]; // What is read together lies together.
        database.Defer(EventRows.Events.Of(database, added));
        Remember(added);
        return Results(events, firsts, claimed, stored);
    }

    /// <summary>Takes the facts for new; the session fails if one is not.</summary>
    private HashSet<FactId> Assume(AnchoredEvent[] ordered)
    {
        database.Defer(EventRows.NewKeys.Of(database, ordered).Select(insert => insert.WhenTaken("event_keys_pkey", () =>
        {
            meetings.WasWrong();
            return new StorageException(StorageError.Conflict, "A fact was there already. Try again.");
        })));
        return [.. ordered.Select(row => row.Event.Id)];
    }

    /// <summary>Claims the facts that are not there yet.</summary>
    private async ValueTask<HashSet<FactId>> ClaimAsync(AnchoredEvent[] ordered, Statement[] ahead, CancellationToken cancellationToken)
    {
        var claimed = new HashSet<FactId>(ordered.Length);
        await database.RunAsync(
            [.. EventRows.Keys.Of(database, ordered).Select(insert => insert.Each(row => claimed.Add(row.Fact(0)))), .. ahead], cancellationToken)
            .ConfigureAwait(false);
        return claimed;
    }

    /// <summary>Notes the first events of identifiers that nobody knew before: there are no others of theirs to be read.</summary>
    private void Remember(AnchoredEvent[] added)
    {
        foreach (var row in added)
        {
            if (locks.Held.HasMade(row.Anchor))
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(_firsts, row.Anchor, out _) ??= []).Add(row.Event);
            }
        }
    }

    private AnchoredEvent Place(LoggedEvent logged)
    {
        var anchor = ProfileId.Of(logged.Anchor).Value;
        return new AnchoredEvent(logged, anchor, locks.TurnOf(anchor));
    }

    private static AppendResult[] Results(
        IReadOnlyList<LoggedEvent> events, Dictionary<FactId, LoggedEvent> firsts, HashSet<FactId> claimed, Dictionary<FactId, long> stored)
    {
        var results = new AppendResult[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (logged, first) = (events[i], firsts[events[i].Id]);
            var isClaimed = claimed.Contains(logged.Id);
            results[i] = isClaimed && ReferenceEquals(logged, first) && claimed.Remove(logged.Id) ? AppendResult.Appended
                : logged.Fingerprint == (stored.TryGetValue(logged.Id, out var known) ? known : first.Fingerprint) ? AppendResult.Duplicate
                : AppendResult.Conflict;
        }

        return results;
    }

    private async ValueTask<Dictionary<FactId, long>> FingerprintsAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<FactId, long>(ids.Count);
        if (ids.Count > 0)
        {
            await database.RunAsync(
                database.Sql(FingerprintSql).Add(ids).Each(row => found[row.Fact(0)] = row.GetInt64(2)), cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Where the events of facts lie.</summary>
    private async ValueTask<Dictionary<FactId, (Guid Anchor, long Turn)>> PlacesAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<FactId, (Guid Anchor, long Turn)>(ids.Count);
        if (ids.Count > 0)
        {
            await database.RunAsync(
                database.Sql(PlaceSql).Add(ids).Each(row => found[row.Fact(0)] = (row.GetGuid(2), row.GetInt64(3))), cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    private async ValueTask<int> RemoveAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken)
    {
        _firsts.Clear();
        var places = await PlacesAsync(ids, cancellationToken).ConfigureAwait(false);
        if (places.Count > 0)
        {
            await database.RunAsync(
                [
                    database.Sql(EraseSql).Add(places.Keys).Add(places.Values.Select(place => place.Anchor)).Add(places.Values.Select(place => place.Turn)),
                    database.Sql(EraseKeysSql).Add(places.Keys),
                ],
                cancellationToken).ConfigureAwait(false);
        }

        return places.Count;
    }
}
