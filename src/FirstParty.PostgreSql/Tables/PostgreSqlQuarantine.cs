using System.Text.Json;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;
using FirstParty.Storage.Formats;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The quarantine of one session.</summary>
internal sealed class PostgreSqlQuarantine(Database database) : Quarantine
{
    private const string ReadSql =
        "SELECT message_key, source, received_at, reason, event FROM firstparty.quarantine ORDER BY received_at, message_key, source LIMIT $1";

    private const string RemoveSql =
        "DELETE FROM firstparty.quarantine q USING unnest($1, $2) AS f (message_key, source) "
        + "WHERE q.message_key = f.message_key AND q.source = f.source";

    private static readonly Insertion<QuarantinedEvent> Events = new Insertion<QuarantinedEvent>("firstparty.quarantine", "ON CONFLICT DO NOTHING")
        .Uuid("message_key", aside => aside.Id.Uuid())
        .Text("source", aside => aside.Id.Source)
        .Instant("received_at", aside => aside.ReceivedAt)
        .Int16("reason", aside => (short)aside.Reason)
        .Bytes("event", aside => CustomerEventFormat.Write(aside.Event));

    /// <summary>Whether this session has removed something.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken) =>
        database.RunAsync([.. Events.Of(database, [.. events.DistinctBy(aside => aside.Id).OrderBy(aside => aside.Id)])], cancellationToken);

    public override async ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var waiting = new List<QuarantinedEvent>();
        await database.RunAsync(database.Sql(ReadSql).Add(count).Each(row => waiting.Add(Read(row))), cancellationToken).ConfigureAwait(false);
        return waiting;
    }

    public override async ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        var remove = database.Sql(RemoveSql).Add(events);
        await database.RunAsync(remove, cancellationToken).ConfigureAwait(false);
        HasErased |= remove.Written > 0;
    }

    private static QuarantinedEvent Read(NpgsqlDataReader row)
    {
        try
        {
            return new QuarantinedEvent(row.Fact(0), CustomerEventFormat.Read(row.Bytes(4)), row.Instant(2), (EventReason)row.GetInt16(3));
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }
}
