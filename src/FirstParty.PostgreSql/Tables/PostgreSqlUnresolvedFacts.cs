using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.PostgreSql.Native;

namespace FirstParty.PostgreSql.Tables;

/// <summary>The facts that wait to be resolved, as one session sees them. Whoever takes some holds a lock until the session ends, so that nobody else does.</summary>
internal sealed class PostgreSqlUnresolvedFacts(Database database) : UnresolvedFacts
{
    private const string TurnSql = "SELECT pg_advisory_xact_lock($1)";
    private const string OldestSql =
        "SELECT message_key, source, received_at, anchor FROM firstparty.unresolved_facts ORDER BY received_at, message_key, source LIMIT $1";

    private const string RemoveSql =
        "DELETE FROM firstparty.unresolved_facts u USING unnest($1, $2) AS f (message_key, source) "
        + "WHERE u.message_key = f.message_key AND u.source = f.source";

    private const string CountSql = "SELECT count(*) FROM firstparty.unresolved_facts WHERE anchor = ANY($1)";

    private static readonly Insertion<UnresolvedFact> Facts = new Insertion<UnresolvedFact>("firstparty.unresolved_facts", "ON CONFLICT DO NOTHING")
        .Uuid("message_key", fact => fact.Id.Uuid())
        .Text("source", fact => fact.Id.Source)
        .Instant("received_at", fact => fact.ReceivedAt)
        .Uuid("anchor", fact => fact.Anchor.Value);

    public override ValueTask AddAsync(IReadOnlyCollection<UnresolvedFact> facts, CancellationToken cancellationToken) =>
        database.RunAsync([.. Facts.Of(database, [.. facts.DistinctBy(fact => fact.Id).OrderBy(fact => fact.Id)])], cancellationToken);

    public override async ValueTask<IReadOnlyList<UnresolvedFact>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var oldest = new List<UnresolvedFact>();
        await database.RunAsync(
            [
                database.Sql(TurnSql).Add(database.Schema.ResolutionLock).Ignored(),
                database.Sql(OldestSql).Add(count).Each(row => oldest.Add(new UnresolvedFact(row.Fact(0), row.Profile(3), row.Instant(2)))),
            ],
            cancellationToken).ConfigureAwait(false);
        if (oldest.Count > 0)
        {
            await database.RunAsync(database.Sql(RemoveSql).Add([.. oldest.Select(fact => fact.Id)]), cancellationToken).ConfigureAwait(false);
        }

        return oldest;
    }

    public override async ValueTask<int> CountAsync(IReadOnlyCollection<ProfileId> anchors, CancellationToken cancellationToken)
    {
        var count = 0L;
        await database.RunAsync(
            database.Sql(CountSql).Add(anchors.Select(anchor => anchor.Value).Distinct()).Each(row => count = row.GetInt64(0)), cancellationToken)
            .ConfigureAwait(false);
        return (int)count;
    }
}
