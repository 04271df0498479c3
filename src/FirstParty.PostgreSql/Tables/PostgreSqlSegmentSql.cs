using FirstParty.PostgreSql.Native;
using FirstParty.Segments.Sql;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Tables;

/// <summary>Evaluates segments in one session, over temporary tables that go with its transaction.</summary>
internal sealed class PostgreSqlSegmentSql(Database database) : SegmentSqlSession
{
    public override SegmentSqlDialect Dialect { get; } = new PostgreSqlSegmentDialect();

    public override ValueTask ExecuteAsync(string sql, IReadOnlyList<SegmentSqlValue> parameters, CancellationToken cancellationToken)
    {
        var statement = new Statement(sql);
        foreach (var value in parameters)
        {
            _ = value.Bytes is { } bytes ? statement.Add(bytes, NpgsqlDbType.Bytea) : statement.Add(value.Number, NpgsqlDbType.Bigint);
        }

        return database.RunOnceAsync(statement, cancellationToken);
    }

    public override ValueTask LoadAsync(string table, int width, IReadOnlyList<SegmentSqlValue> values, CancellationToken cancellationToken) =>
        database.ImportAsync(table, width, values, cancellationToken);

    public override async ValueTask<IReadOnlyList<(long First, long Second)>> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        var found = new List<(long, long)>();
        await database.RunOnceAsync(new Statement(sql).Each(row => found.Add((row.GetInt64(0), row.GetInt64(1)))), cancellationToken)
            .ConfigureAwait(false);
        return found;
    }
}
