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
        "INSERT INTO quarantine (source, message_key, received_at, reason, event) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private const string ReadSql =
        "SELECT q.source, q.message_key, q.received_at, q.reason, q.event FROM quarantine q JOIN names n ON n.id = q.source "
        + "ORDER BY q.received_at, q.message_key, n.text LIMIT ?";

    private const string RemoveSql = "DELETE FROM quarantine WHERE source = ? AND message_key = ?";

    /// <summary>Whether this session has removed something, so that its commit must leave no copy in any file.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var added in events)
        {
            database.Prepare(AddSql)
                .Bind(names.IdOf(added.Id.Source))
                .Bind(added.Id.Key)
                .Bind(added.ReceivedAt)
                .Bind((long)added.Reason)
                .Bind(CustomerEventFormat.Write(added.Event))
                .Run();
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
            if (names.Find(fact.Source) is { } source)
            {
                HasErased |= database.Prepare(RemoveSql).Bind(source).Bind(fact.Key).Run() > 0;
            }
        }

        return ValueTask.CompletedTask;
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
                (EventReason)row.Int32(3));
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
