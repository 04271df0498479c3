using FirstParty.Events;
using Microsoft.Data.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>
/// What somebody would write by hand for one shop: an event table with a unique key, and per person and batch one read each of who they are, what
/// they permit, their counters and their segments, and one write each of counters and next flip. No taxonomy, no proofs, no merging.
/// </summary>
internal sealed class HandWrittenStore : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE bare (id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE event (id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, person INTEGER NOT NULL, prev INTEGER, name INTEGER NOT NULL,
            at INTEGER NOT NULL, received INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE person (id INTEGER PRIMARY KEY, user TEXT NOT NULL UNIQUE, head INTEGER NOT NULL) STRICT;
        CREATE TABLE consent (person INTEGER PRIMARY KEY, granted INTEGER NOT NULL) STRICT;
        CREATE TABLE profile (person INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL, counters BLOB NOT NULL) STRICT;
        CREATE TABLE membership (person INTEGER NOT NULL, segment INTEGER NOT NULL, PRIMARY KEY (person, segment)) STRICT, WITHOUT ROWID;
        CREATE TABLE flip (person INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE INDEX flip_by_time ON flip (at);
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private long _at = 1_700_000_000_000_000;

    public HandWrittenStore(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Plain("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=10000;");
        Plain(Schema);
    }

    /// <summary>The physical limit: rows with a unique key, one commit.</summary>
    public void InsertBare(int rows)
    {
        using var transaction = _connection.BeginTransaction();
        for (var i = 0; i < rows; i++)
        {
            Run(transaction, "INSERT INTO bare (message_key, at, body) VALUES ($0, $1, $2)", Key(), _at++, "{\"total\":49.9,\"currency\":\"SEK\"}"u8.ToArray());
        }

        transaction.Commit();
    }

    /// <summary>The same reads and writes as the line, by hand.</summary>
    public void Ingest(IReadOnlyList<CustomerEvent> events)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var own in events.GroupBy(one => one.Identifiers[0].Value, StringComparer.Ordinal))
        {
            var (person, head) = Person(transaction, own.Key);
            _ = Ask(transaction, "SELECT granted FROM consent WHERE person = $0", person);
            var counters = (byte[]?)Ask(transaction, "SELECT counters FROM profile WHERE person = $0", person) ?? new byte[8 * 20];
            _ = Ask(transaction, "SELECT count(*) FROM membership WHERE person = $0", person);
            foreach (var one in own)
            {
                head = (long)Ask(
                    transaction,
                    "INSERT INTO event (message_key, person, prev, name, at, received, body) VALUES ($0, $1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
                    Key(), person, head, 1L, _at, _at, one.Body.ToUtf8().ToArray())!;
                _at++;
            }

            counters[(int)(head % 20) * 8]++;
            Run(transaction, "UPDATE person SET head = $1 WHERE id = $0", person, head);
            Run(
                transaction,
                "INSERT INTO profile (person, first_seen, counters) VALUES ($0, $1, $2) ON CONFLICT (person) DO UPDATE SET counters = excluded.counters",
                person, _at, counters);
            Run(transaction, "INSERT INTO flip (person, at) VALUES ($0, $1) ON CONFLICT (person) DO UPDATE SET at = excluded.at", person, _at);
        }

        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private (long Id, long Head) Person(SqliteTransaction transaction, string user)
    {
        if (Ask(transaction, "SELECT id FROM person WHERE user = $0", user) is long id)
        {
            return (id, (long)Ask(transaction, "SELECT head FROM person WHERE id = $0", id)!);
        }

        var made = (long)Ask(transaction, "INSERT INTO person (user, head) VALUES ($0, 0) RETURNING id", user)!;
        Run(transaction, "INSERT INTO consent (person, granted) VALUES ($0, 1)", made);
        return (made, 0);
    }

    private static byte[] Key() => Guid.CreateVersion7().ToByteArray(bigEndian: true);

    private object? Ask(SqliteTransaction transaction, string sql, params object[] values) => Prepare(transaction, sql, values).ExecuteScalar();

    private void Run(SqliteTransaction transaction, string sql, params object[] values) => Prepare(transaction, sql, values).ExecuteNonQuery();

    private SqliteCommand Prepare(SqliteTransaction transaction, string sql, object[] values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", values[i]));
            }

            _commands[sql] = command;
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    private void Plain(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
