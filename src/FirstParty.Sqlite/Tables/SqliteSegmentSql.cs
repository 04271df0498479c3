using FirstParty.Segments.Sql;
using FirstParty.Sqlite.Native;

namespace FirstParty.Sqlite.Tables;

/// <summary>Evaluates segments on one connection, over temporary tables in memory.</summary>
internal sealed class SqliteSegmentSql(Database database) : SegmentSqlSession
{
    public override SegmentSqlDialect Dialect { get; } = new SqliteSegmentDialect();

    public override ValueTask ExecuteAsync(string sql, IReadOnlyList<SegmentSqlValue> parameters, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var statement = database.PrepareOnce(sql);
        foreach (var value in parameters)
        {
            Bind(statement, value);
        }

        statement.Run();
        return ValueTask.CompletedTask;
    }

    public override ValueTask LoadAsync(
        string table, int width, IReadOnlyList<SegmentSqlValue> values, CancellationToken cancellationToken)
    {
        using var insert = database.PrepareOnce($"INSERT INTO {table} VALUES ({string.Join(", ", Enumerable.Repeat("?", width))})");
        for (var i = 0; i < values.Count; i++)
        {
            Bind(insert, values[i]);
            if ((i + 1) % width == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                insert.Run();
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<(long First, long Second)>> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = new List<(long, long)>();
        using var row = database.PrepareOnce(sql);
        while (row.Step())
        {
            found.Add((row.Int64(0), row.Int64(1)));
        }

        return ValueTask.FromResult<IReadOnlyList<(long, long)>>(found);
    }

    private static void Bind(Statement statement, SegmentSqlValue value) =>
        _ = value.Bytes is { } bytes ? statement.Bind(bytes) : statement.Bind(value.Number);
}
