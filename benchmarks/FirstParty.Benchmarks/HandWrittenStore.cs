using System.Buffers.Binary;
using FirstParty.Events;
using Microsoft.Data.Sqlite;

namespace FirstParty.Benchmarks;

/// <summary>
/// What somebody would write by hand for one shop with these 20 segments: per person and batch one read each of who they are, what they permit, their
/// counters and their segments; the events, each with a unique key; then one write each of the newest event, the counters, the next flip where it moves,
/// and of every segment that is entered or left, with its line in an outbox. No taxonomy, no proofs, no merging, no erasure, and windows only as far as
/// counters know them.
/// </summary>
internal sealed class HandWrittenStore : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE bare (id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, person INTEGER NOT NULL, name INTEGER NOT NULL,
            at INTEGER NOT NULL, received INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE event (id INTEGER PRIMARY KEY, message_key BLOB NOT NULL UNIQUE, person INTEGER NOT NULL, prev INTEGER, name INTEGER NOT NULL,
            at INTEGER NOT NULL, received INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE person (id INTEGER PRIMARY KEY, user TEXT NOT NULL UNIQUE, head INTEGER NOT NULL) STRICT;
        CREATE TABLE consent (person INTEGER PRIMARY KEY, granted INTEGER NOT NULL) STRICT;
        CREATE TABLE profile (person INTEGER PRIMARY KEY, first_seen INTEGER NOT NULL, counters BLOB NOT NULL) STRICT;
        CREATE TABLE membership (person INTEGER NOT NULL, segment INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (person, segment))
            STRICT, WITHOUT ROWID;
        CREATE INDEX membership_by_segment ON membership (segment, person);
        CREATE TABLE change (id INTEGER PRIMARY KEY, person INTEGER NOT NULL, segment INTEGER NOT NULL, entered INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE TABLE flip (person INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        CREATE INDEX flip_by_time ON flip (at);
        """;

    private const int Segments = 20;
    private const long Day = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

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

    /// <summary>The physical limit: the events alone, with a unique key, and one commit.</summary>
    public void InsertBare(int rows)
    {
        using var transaction = _connection.BeginTransaction();
        for (var i = 0; i < rows; i++)
        {
            Run(
                transaction,
                "INSERT INTO bare (message_key, person, name, at, received, body) VALUES ($0, $1, $2, $3, $4, $5)",
                Key(), (long)(i % LineWorkload.PeopleABatch), 1L, _at, _at, "{\"total\":49.9,\"currency\":\"SEK\"}"u8.ToArray());
            _at++;
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
            if (Ask(transaction, "SELECT granted FROM consent WHERE person = $0", person) is not 1L)
            {
                continue;
            }

            var counters = Counters.Of((byte[]?)Ask(transaction, "SELECT counters FROM profile WHERE person = $0", person));
            var held = Held(transaction, person);
            var flip = counters.NextFlip;
            foreach (var one in own)
            {
                if (Ask(
                    transaction,
                    "INSERT INTO event (message_key, person, prev, name, at, received, body) VALUES ($0, $1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
                    Key(), person, head, one.EventName.Length, _at, _at, one.Body.ToUtf8().ToArray()) is long row)
                {
                    head = row;
                    counters.Add(one, _at);
                }

                _at++;
            }

            Run(transaction, "UPDATE person SET head = $1 WHERE id = $0", person, head);
            Run(
                transaction,
                "INSERT INTO profile (person, first_seen, counters) VALUES ($0, $1, $2) ON CONFLICT (person) DO UPDATE SET counters = excluded.counters",
                person, _at, counters.Bytes);
            if (counters.NextFlip != flip)
            {
                Run(
                    transaction,
                    "INSERT INTO flip (person, at) VALUES ($0, $1) ON CONFLICT (person) DO UPDATE SET at = excluded.at", person, counters.NextFlip);
            }

            Evaluate(transaction, person, counters, held);
        }

        transaction.Commit();
    }

    public void Dispose() => _connection.Dispose();

    private (long Id, long Head) Person(SqliteTransaction transaction, string user)
    {
        using (var row = Prepare(transaction, "SELECT id, head FROM person WHERE user = $0", [user]).ExecuteReader())
        {
            if (row.Read())
            {
                return (row.GetInt64(0), row.GetInt64(1));
            }
        }

        var made = (long)Ask(transaction, "INSERT INTO person (user, head) VALUES ($0, 0) RETURNING id", user)!;
        Run(transaction, "INSERT INTO consent (person, granted) VALUES ($0, 1)", made);
        return (made, 0);
    }

    /// <summary>The segments that somebody is in, a bit for each.</summary>
    private int Held(SqliteTransaction transaction, long person)
    {
        var held = 0;
        using var row = Prepare(transaction, "SELECT segment FROM membership WHERE person = $0", [person]).ExecuteReader();
        while (row.Read())
        {
            held |= 1 << row.GetInt32(0);
        }

        return held;
    }

    private void Evaluate(SqliteTransaction transaction, long person, Counters counters, int held)
    {
        for (var segment = 0; segment < Segments; segment++)
        {
            var isMember = counters.IsIn(segment, _at);
            if (isMember == ((held >> segment & 1) == 1))
            {
                continue;
            }

            if (isMember)
            {
                Run(transaction, "INSERT INTO membership (person, segment, since) VALUES ($0, $1, $2)", person, segment, _at);
            }
            else
            {
                Run(transaction, "DELETE FROM membership WHERE person = $0 AND segment = $1", person, segment);
            }

            Run(transaction, "INSERT INTO change (person, segment, entered, at) VALUES ($0, $1, $2, $3)", person, segment, isMember ? 1L : 0L, _at);
        }
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

    /// <summary>What is counted of a person, with room for the days that windows would need; the segments are those of <see cref="LineWorkload"/>.</summary>
    private sealed class Counters(byte[] bytes)
    {
        private const int Room = 20;

        public byte[] Bytes { get; } = bytes;

        /// <summary>When the shortest window after the last order ends.</summary>
        public long NextFlip => this[3] == 0 ? 0 : this[3] + (3 * Day);

        private long this[int index]
        {
            get => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(index * sizeof(long)));
            set => BinaryPrimitives.WriteInt64LittleEndian(Bytes.AsSpan(index * sizeof(long)), value);
        }

        public static Counters Of(byte[]? stored) => new(stored ?? new byte[Room * sizeof(long)]);

        public void Add(CustomerEvent one, long at)
        {
            if (one.EventName == LineWorkload.Order)
            {
                (this[0], this[1], this[3]) = (this[0] + 1, this[1] + (long)(100 * one.Body.Find("total")!.AsNumber()!.Value), at);
            }
            else
            {
                this[2]++;
            }
        }

        public bool IsIn(int segment, long now) => (segment % 5) switch
        {
            0 => this[0] >= 1 + segment,
            1 => this[1] >= 100 * 100 * segment,
            2 => false, // Nobody has said which tea they like.
            3 => this[3] == 0 || this[3] < now - (segment * Day),
            _ => this[2] >= segment || this[0] >= 3,
        };
    }
}
