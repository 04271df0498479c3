using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// The physical limit beside the line: the rows that it wrote, read back and inserted once more into empty tables with the same keys and indexes, one
/// prepared set-based statement for each table and batch, one commit a batch. It reads nothing, decides nothing and overwrites nothing.
/// </summary>
internal sealed class RawInsert(NpgsqlDataSource dataSource, string schema)
{
    private static readonly string[] Tables =
        ["event_keys", "events", "identity_nodes", "identity_links", "profiles", "memberships", "flips", "segment_changes"];

    private readonly List<List<NpgsqlBatchCommand>> _inserts = [];
    private int _batches;

    /// <summary>Reads the rows and shares them evenly between batches.</summary>
    public async Task PrepareAsync(int batches)
    {
        _batches = batches;
        await using var connection = await dataSource.OpenConnectionAsync();
        foreach (var table in Tables)
        {
            _inserts.Add(await InsertsAsync(connection, table, batches));
        }
    }

    public async Task RunAsync()
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        for (var number = 0; number < _batches; number++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var batch = new NpgsqlBatch(connection, transaction);
            _inserts.ForEach(table => batch.BatchCommands.Add(table[number]));
            await batch.PrepareAsync();
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    /// <summary>An empty table of the same form, and the statements that fill it, the rows shared evenly between the batches.</summary>
    private async Task<List<NpgsqlBatchCommand>> InsertsAsync(NpgsqlConnection connection, string table, int batches)
    {
        await ExecuteAsync(connection, $"CREATE TABLE {schema}.raw_{table} (LIKE {schema}.{table} INCLUDING ALL)");
        var rows = new List<object?[]>();
        var types = new List<Type>();
        await using (var read = new NpgsqlCommand($"SELECT * FROM {schema}.{table}", connection))
        await using (var row = await read.ExecuteReaderAsync())
        {
            types.AddRange(Enumerable.Range(0, row.FieldCount).Select(row.GetFieldType));
            while (await row.ReadAsync())
            {
                rows.Add([.. Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? null : row.GetValue(column))]);
            }
        }

        var share = Math.Max(1, (rows.Count + batches - 1) / batches);
        return [.. Enumerable.Range(0, batches).Select(number => Insert(table, types, [.. rows.Skip(number * share).Take(share)]))];
    }

    private NpgsqlBatchCommand Insert(string table, List<Type> types, List<object?[]> rows)
    {
        var command = new NpgsqlBatchCommand(
            $"INSERT INTO {schema}.raw_{table} SELECT * FROM unnest({string.Join(", ", types.Select((_, column) => $"${column + 1}"))}) ON CONFLICT DO NOTHING");
        for (var column = 0; column < types.Count; column++)
        {
            var type = types[column].IsValueType ? typeof(Nullable<>).MakeGenericType(types[column]) : types[column];
            var values = Array.CreateInstance(type, rows.Count);
            for (var row = 0; row < rows.Count; row++)
            {
                values.SetValue(rows[row][column], row);
            }

            command.Parameters.Add(new NpgsqlParameter { Value = values });
        }

        return command;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
