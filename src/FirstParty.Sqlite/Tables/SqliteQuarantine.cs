using System.Collections.Immutable;
using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;
using FirstParty.Storage.Formats;

namespace FirstParty.Sqlite.Tables;

/// <summary>The quarantine of one connection.</summary>
internal sealed class SqliteQuarantine(Database database, NameTable names) : Quarantine
{
    private const string AddSql =
        "INSERT INTO quarantine (source, message_key, received_at, reason, event, people) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING "
        + "RETURNING id";

    private const string AddPersonSql = "INSERT INTO quarantine_people (person, event) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private const string ReadSql =
        "SELECT q.source, q.message_key, q.received_at, q.reason, q.event, q.people FROM quarantine q JOIN names n ON n.id = q.source "
        + "ORDER BY q.received_at, q.message_key, n.text LIMIT ?";

    private const string CountSql = "SELECT count(*) FROM quarantine";
    private const string FindSql = "SELECT id FROM quarantine WHERE source = ? AND message_key = ?";
    private const string NamingSql = "SELECT event FROM quarantine_people WHERE person = ?";
    private const string RowSql = "SELECT source, message_key, people FROM quarantine WHERE id = ?";
    private const string RemovePersonSql = "DELETE FROM quarantine_people WHERE person = ? AND event = ?";
    private const string RemoveSql = "DELETE FROM quarantine WHERE id = ?";

    /// <summary>Whether this session has removed something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var added in events)
        {
            var row = database.Prepare(AddSql)
                .Bind(names.IdOf(added.Id.Source))
                .Bind(added.Id.Key)
                .Bind(added.ReceivedAt)
                .Bind((long)added.Reason)
                .Bind(CustomerEventFormat.Write(added.Event))
                .Bind(Bytes(added.People))
                .Scalar();
            foreach (var person in row is null ? [] : added.People)
            {
                database.Prepare(AddPersonSql).Bind(person.Value).Bind(row!.Value).Run();
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new List<QuarantinedEvent>();
        var row = database.Prepare(ReadSql).Bind((long)count);
        while (row.Step())
        {
            waiting.Add(Read(row));
        }

        return ValueTask.FromResult<IReadOnlyList<QuarantinedEvent>>(waiting);
    }

    public override ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var fact in events)
        {
            if (names.Find(fact.Source) is { } source && database.Prepare(FindSql).Bind(source).Bind(fact.Key).Scalar() is { } row)
            {
                Remove(row);
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult((int)database.Prepare(CountSql).Scalar()!.Value);
    }

    public override ValueTask<IReadOnlyList<FactId>> EraseAsync(IReadOnlyCollection<ProfileId> people, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var naming = new HashSet<long>();
        foreach (var person in people)
        {
            var row = database.Prepare(NamingSql).Bind(person.Value);
            while (row.Step())
            {
                naming.Add(row.Int64(0));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<FactId>>([.. naming.Select(Remove)]);
    }

    private FactId Remove(long id)
    {
        var row = database.Prepare(RowSql).Bind(id);
        if (!row.Step())
        {
            throw Binary.Malformed();
        }

        var (fact, people) = (new FactId(names.TextOf(row.Int64(0)), row.Key(1)), People(row.Bytes(2)));
        row.Reset();
        foreach (var person in people)
        {
            database.Prepare(RemovePersonSql).Bind(person.Value).Bind(id).Run();
        }

        database.Prepare(RemoveSql).Bind(id).Run();
        HasErased = true;
        return fact;
    }

    private static byte[] Bytes(ImmutableArray<ProfileId> people)
    {
        var bytes = new byte[people.Length * Binary.KeySize];
        for (var index = 0; index < people.Length; index++)
        {
            people[index].Value.TryWriteBytes(bytes.AsSpan(index * Binary.KeySize), bigEndian: true, out _);
        }

        return bytes;
    }

    private static ImmutableArray<ProfileId> People(ReadOnlySpan<byte> bytes)
    {
        var people = ImmutableArray.CreateBuilder<ProfileId>(bytes.Length / Binary.KeySize);
        for (; bytes.Length >= Binary.KeySize; bytes = bytes[Binary.KeySize..])
        {
            people.Add(new ProfileId(new Guid(bytes[..Binary.KeySize], bigEndian: true)));
        }

        return people.DrainToImmutable();
    }

    public void End() => HasErased = false;

    private QuarantinedEvent Read(Statement row)
    {
        try
        {
            return new QuarantinedEvent(
                new FactId(names.TextOf(row.Int64(0)), row.Key(1)),
                CustomerEventFormat.Read(row.Bytes(4)),
                row.Instant(2),
                (EventReason)row.Int32(3))
            {
                People = People(row.Bytes(5)),
            };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
