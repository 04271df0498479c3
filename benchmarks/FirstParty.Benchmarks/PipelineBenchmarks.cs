using BenchmarkDotNet.Attributes;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Segments;
using FirstParty.Sqlite;
using Microsoft.Data.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>The whole line into SQLite against the physical limit: a bare insert loop with a unique key, a commit per 1,000 rows.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private const int Events = 1_000;
    private const int People = 200;

    private string _folder = "";
    private SqliteConnection _raw = null!;
    private CustomerDataPlatform _platform = null!;
    private int _round;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = Directory.CreateTempSubdirectory("firstparty-bench-").FullName;
        _raw = new SqliteConnection($"Data Source={Path.Combine(_folder, "raw.db")}");
        _raw.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;");
        Execute("CREATE TABLE event(id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT");
        _platform = await CustomerDataPlatform.OpenAsync(setup => setup
            .UseSqlite($"Data Source={Path.Combine(_folder, "platform.db")}")
            .Segment("buyers", Rule.Count("Order Completed").AtLeast(1))
            .Segment("big-spenders", Rule.Sum("Order Completed", "total").Over(TimeSpan.FromDays(90)).AtLeast(500)));
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _platform.DisposeAsync();
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
        for (var i = 0; i < Events; i++)
        {
            key.Value = Guid.CreateVersion7().ToByteArray(bigEndian: true);
            at.Value = 1_700_000_000_000_000L + i;
            body.Value = "{\"total\":49.9,\"currency\":\"SEK\",\"products\":[{\"sku\":\"fjord\",\"quantity\":1}]}"u8.ToArray();
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task StraightLine()
    {
        _round++;
        var events = new CustomerEvent[Events];
        for (var i = 0; i < Events; i++)
        {
            events[i] = new TrackEvent
            {
                Name = "Order Completed",
                Identifiers = [Identifier.UserId($"u{((_round * People) + (i % People)) % 100_000}")],
                Properties = new Attributes { ["total"] = 49.9m, ["currency"] = "SEK" },
            };
        }

        await _platform.IngestAsync(events);
    }

    private void Execute(string sql)
    {
        using var command = _raw.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
