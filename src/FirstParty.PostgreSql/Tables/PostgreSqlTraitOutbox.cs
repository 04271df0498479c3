using FirstParty.PostgreSql.Native;
using FirstParty.Profiles;
using Npgsql;

namespace FirstParty.PostgreSql.Tables;

/// <summary>
/// Changed traits of one session. They are numbered under the lock under which changes of segments are, held until the commit: a number is seen only once
/// all smaller ones are.
/// </summary>
internal sealed class PostgreSqlTraitOutbox(Database database) : TraitOutbox
{
    private const string EraseSql = "DELETE FROM firstparty.trait_changes WHERE profile = ANY($1)";
    private const string ForgetSql = "DELETE FROM firstparty.trait_changes WHERE sequence <= $1";
    private const string ReadSql =
        "SELECT sequence, profile, trait, at, fact_key, fact_source FROM firstparty.trait_changes WHERE sequence > $1 ORDER BY sequence LIMIT $2";

    private static readonly Insertion<TraitMove> Moves = new Insertion<TraitMove>("firstparty.trait_changes", "")
        .Computed("sequence", "nextval('firstparty.trait_change_numbers')")
        .Uuid("profile", move => move.Profile.Value)
        .NullableText("trait", move => move.Trait)
        .Instant("at", move => move.At)
        .Uuid("fact_key", move => move.Fact?.Uuid())
        .NullableText("fact_source", move => move.Fact?.Source);

    /// <summary>Whether this session has erased something.</summary>
    public bool HasErased { get; private set; }

    public override ValueTask ApplyAsync(TraitOutboxUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var statements = new List<Statement>();
        if (update.Erased.Count > 0)
        {
            HasErased = true;
            statements.Add(database.Sql(EraseSql).Add(update.Erased.Select(id => id.Value)));
        }

        if (update.ForgottenThrough > 0)
        {
            statements.Add(database.Sql(ForgetSql).Add(update.ForgottenThrough));
        }

        database.Defer(statements);
        if (update.Moves.Count > 0)
        {
            database.DeferLast([database.LockOutbox(), .. Moves.Of(database, update.Moves)]);
        }

        return ValueTask.CompletedTask;
    }

    public override async ValueTask<IReadOnlyList<RecordedTraitMove>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var moves = new List<RecordedTraitMove>();
        await database.RunAsync(database.Sql(ReadSql).Add(after).Add(limit).Each(row => moves.Add(Read(row))), cancellationToken).ConfigureAwait(false);
        return moves;
    }

    private static RecordedTraitMove Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), new TraitMove(row.Profile(1), row.IsDBNull(2) ? null : row.Text(2), row.Instant(3), row.NullableFact(4)));
}
