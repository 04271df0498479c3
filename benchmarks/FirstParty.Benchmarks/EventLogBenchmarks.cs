using BenchmarkDotNet.Attributes;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite;
using Microsoft.Data.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>The event log in SQLite against the physical limit: a bare insert loop with a unique key, the same bytes, a commit per 1,000.</summary>
[MemoryDiagnoser]
public class EventLogBenchmarks
{
    private const int Events = 1_000;
    private const int EventsAPerson = 20;

    private static readonly Identifier Reader = Identifier.UserId("reader");

    private LogEvents _events = null!;
    private string _folder = "";
    private SqliteConnection _raw = null!;
    private SqliteStorage _storage = null!;

    /// <summary>Whether messageIds are made in time order (UUIDv7), or at random.</summary>
    [Params(true, false)]
    public bool TimeOrdered { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _events = new LogEvents(TimeOrdered, EventsAPerson);
        _folder = Directory.CreateTempSubdirectory("firstparty-bench-").FullName;
        _raw = new SqliteConnection($"Data Source={Path.Combine(_folder, "raw.db")}");
        _raw.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=10000");
        Execute("CREATE TABLE event(id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT");
        _storage = new SqliteStorage($"Data Source={Path.Combine(_folder, "log.db")}");
        await _storage.OpenAsync(CancellationToken.None);
        for (var i = 0; i < 200; i++)
        {
            BareInsertLoop();
            await AppendAsync();
            if (i % (200 / EventsAPerson) == 0)
            {
                await AppendAsync([_events.Next(1)[0] with { Anchor = Reader, Identifiers = [Reader] }]);
            }
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _storage.DisposeAsync();
        await _raw.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void BareInsertLoop()
    {
        using var transaction = _raw.BeginTransaction();
        using var insert = _raw.CreateCommand();
        insert.CommandText = "INSERT INTO event(message_key, at, body) VALUES ($key, $at, $body)";
        var key = insert.Parameters.Add("$key", SqliteType.Blob);
        var at = insert.Parameters.Add("$at", SqliteType.Integer);
        var body = insert.Parameters.Add("$body", SqliteType.Blob);
        foreach (var logged in _events.Next(Events))
        {
            key.Value = logged.Id.ToByteArray();
            at.Value = logged.OccurredAt.UtcTicks;
            body.Value = logged.Properties.ToUtf8().ToArray();
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Deduplicates, chains to the person, keeps every field.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public Task AppendAsync() => AppendAsync(_events.Next(Events));

    /// <summary>One person's history of 20 events that lie far apart in the log, per event.</summary>
    [Benchmark(OperationsPerInvoke = EventsAPerson)]
    public async Task<int> ReadHistoryAsync()
    {
        await using var session = await _storage.BeginReadAsync(CancellationToken.None);
        return (await session.Events.ReadAsync([Reader], CancellationToken.None)).Count;
    }

    private async Task AppendAsync(IReadOnlyList<LoggedEvent> events)
    {
        await using var session = await _storage.BeginWriteAsync(CancellationToken.None);
        await session.Events.AppendAsync(events, CancellationToken.None);
        await session.CommitAsync(CancellationToken.None);
    }

    private void Execute(string sql)
    {
        using var command = _raw.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
