using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>The facts of one connection that wait to be resolved.</summary>
internal sealed class SqliteUnresolvedFacts(Database database, NameTable names) : UnresolvedFacts
{
    private const string AddSql =
        "INSERT INTO unresolved_facts (source, message_key, received_at, anchor) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private const string OldestSql =
        "SELECT u.source, u.message_key, u.received_at, u.anchor FROM unresolved_facts u JOIN names n ON n.id = u.source "
        + "ORDER BY u.received_at, u.message_key, n.text LIMIT ?";

    private const string RemoveSql = "DELETE FROM unresolved_facts WHERE source = ? AND message_key = ?";
    private const string CountSql = "SELECT count(*) FROM unresolved_facts WHERE anchor = ?";

    public override ValueTask AddAsync(IReadOnlyCollection<UnresolvedFact> facts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var fact in facts)
        {
            database.Prepare(AddSql).Bind(names.IdOf(fact.Id.Source)).Bind(fact.Id.Key).Bind(fact.ReceivedAt).Bind(fact.Anchor.Value).Run();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<UnresolvedFact>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var oldest = new List<(long Source, UnresolvedFact Fact)>();
        var row = database.Prepare(OldestSql).Bind((long)count);
        while (row.Step())
        {
            var source = row.Int64(0);
            oldest.Add((source, new UnresolvedFact(
                new FactId(names.TextOf(source), row.Key(1)), new ProfileId(new Guid(row.Bytes(3), bigEndian: true)), row.Instant(2))));
        }

        foreach (var (source, fact) in oldest)
        {
            database.Prepare(RemoveSql).Bind(source).Bind(fact.Id.Key).Run();
        }

        return ValueTask.FromResult<IReadOnlyList<UnresolvedFact>>([.. oldest.Select(taken => taken.Fact)]);
    }

    public override ValueTask<int> CountAsync(IReadOnlyCollection<ProfileId> anchors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(anchors.Distinct().Sum(anchor => (int)database.Prepare(CountSql).Bind(anchor.Value).Scalar()!.Value));
    }
}
