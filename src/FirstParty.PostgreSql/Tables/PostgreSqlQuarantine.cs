using System.Collections.Immutable;
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
    private const int IdLength = 16;
    private const string ReadSql =
        "SELECT message_key, source, received_at, reason, event, people FROM firstparty.quarantine ORDER BY received_at, message_key, source LIMIT $1";

    private const string CountSql = "SELECT count(*) FROM firstparty.quarantine";
    private const string NamingSql = "SELECT DISTINCT message_key, source FROM firstparty.quarantine_people WHERE person = ANY($1)";
    private const string RemoveSql =
        "DELETE FROM firstparty.quarantine q USING unnest($1, $2) AS f (message_key, source) "
        + "WHERE q.message_key = f.message_key AND q.source = f.source";

    private const string RemovePeopleSql =
        "DELETE FROM firstparty.quarantine_people q USING unnest($1, $2) AS f (message_key, source) "
        + "WHERE q.message_key = f.message_key AND q.source = f.source";

    // Whoever makes room waits for whoever makes room already, and not for its rows one by one.
    private const string RemoveLockSql = "SELECT pg_advisory_xact_lock($1)";

    private static readonly Insertion<QuarantinedEvent> Events = new Insertion<QuarantinedEvent>(
        "firstparty.quarantine", "ON CONFLICT DO NOTHING RETURNING message_key, source")
        .Uuid("message_key", aside => aside.Id.Uuid())
        .Text("source", aside => aside.Id.Source)
        .Instant("received_at", aside => aside.ReceivedAt)
        .Int16("reason", aside => (short)aside.Reason)
        .Bytes("event", aside => CustomerEventFormat.Write(aside.Event))
        .Bytes("people", aside => Bytes(aside.People));

    private static readonly Insertion<(ProfileId Person, FactId Event)> People =
        new Insertion<(ProfileId Person, FactId Event)>("firstparty.quarantine_people", "ON CONFLICT DO NOTHING")
            .Uuid("person", row => row.Person.Value)
            .Uuid("message_key", row => row.Event.Uuid())
            .Text("source", row => row.Event.Source);

    /// <summary>Whether this session has removed something.</summary>
    public bool HasErased { get; private set; }

    public override async ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        var added = new HashSet<FactId>();
        await database.RunAsync(
            [
                .. Events.Of(database, [.. events.DistinctBy(aside => aside.Id).OrderBy(aside => aside.Id)])
                    .Select(insert => insert.Each(row => added.Add(row.Fact(0)))),
            ],
            cancellationToken).ConfigureAwait(false);
        var people = events.DistinctBy(aside => aside.Id).Where(aside => added.Contains(aside.Id))
            .SelectMany(aside => aside.People.IsDefault ? [] : aside.People, (aside, person) => (person, aside.Id)).Distinct().Order();
        await database.RunAsync([.. People.Of(database, [.. people])], cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var waiting = new List<QuarantinedEvent>();
        await database.RunAsync(database.Sql(ReadSql).Add(count).Each(row => waiting.Add(Read(row))), cancellationToken).ConfigureAwait(false);
        return waiting;
    }

    public override async ValueTask<int> CountAsync(CancellationToken cancellationToken)
    {
        var count = 0L;
        await database.RunAsync(database.Sql(CountSql).Each(row => count = row.GetInt64(0)), cancellationToken).ConfigureAwait(false);
        return (int)Math.Min(count, int.MaxValue);
    }

    public override async ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            var remove = database.Sql(RemoveSql).Add(events);
            await database.RunAsync(
                [
                    database.Sql(RemoveLockSql).Add(database.Schema.QuarantineLock).Ignored(), remove, database.Sql(RemovePeopleSql).Add(events),
                ],
                cancellationToken).ConfigureAwait(false);
            HasErased |= remove.Written > 0;
        }
    }

    public override async ValueTask<IReadOnlyList<FactId>> EraseAsync(IReadOnlyCollection<ProfileId> people, CancellationToken cancellationToken)
    {
        var theirs = new List<FactId>();
        await database.RunAsync(
            database.Sql(NamingSql).Add(people.Select(person => person.Value).Distinct()).Each(row => theirs.Add(row.Fact(0))), cancellationToken)
            .ConfigureAwait(false);
        await RemoveAsync(theirs, cancellationToken).ConfigureAwait(false);
        return theirs;
    }

    private static QuarantinedEvent Read(NpgsqlDataReader row)
    {
        try
        {
            return new QuarantinedEvent(row.Fact(0), CustomerEventFormat.Read(row.Bytes(4)), row.Instant(2), (EventReason)row.GetInt16(3))
            {
                People = Ids(row.Bytes(5)),
            };
        }
        catch (JsonException exception)
        {
            throw Binary.Malformed(exception);
        }
    }

    private static byte[] Bytes(ImmutableArray<ProfileId> people) =>
        people.IsDefaultOrEmpty ? [] : [.. people.SelectMany(person => person.Value.ToByteArray(bigEndian: true))];

    private static ImmutableArray<ProfileId> Ids(byte[] bytes) => bytes.Length % IdLength != 0
        ? throw Binary.Malformed()
        : [.. bytes.Chunk(IdLength).Select(id => new ProfileId(new Guid(id, bigEndian: true)))];
}
