using Npgsql;

namespace FirstParty.Benchmarks;

/// <summary>
/// The physical limit beside the line: the rows that it wrote in a turn, inserted once more into copies of the tables, with the same keys and indexes and
/// all rows from before the turn, one prepared set-based statement for each table and batch, one commit a batch. It reads nothing, decides nothing and
/// overwrites nothing: a row that the line wrote again, even in several batches, is inserted once.
/// </summary>
internal sealed class RawInsert
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly string _schema;
    private readonly IReadOnlyList<string> _tables;
    private readonly long _since;
    private readonly List<List<NpgsqlBatchCommand>> _inserts = [];
    private int _batches;

    private RawInsert(NpgsqlDataSource dataSource, string schema, IReadOnlyList<string> tables, long since) =>
        (_dataSource, _schema, _tables, _since) = (dataSource, schema, tables, since);

    /// <summary>Notes the instant that the turn begins at.</summary>
    public static async Task<RawInsert> BeginAsync(NpgsqlDataSource dataSource, string schema, IReadOnlyList<string> tables)
    {
        await using var command = dataSource.CreateCommand("SELECT txid_current()");
        return new RawInsert(dataSource, schema, tables, (long)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>Copies the tables, and shares the rows that were written meanwhile evenly between batches.</summary>
    public async Task PrepareAsync(int batches)
    {
        _batches = batches;
        await using var connection = await _dataSource.OpenConnectionAsync();
        foreach (var table in _tables)
        {
            _inserts.Add(await InsertsAsync(connection, table, batches));
        }
    }

    public async Task RunAsync()
    {
        await using var connection = await _dataSource.OpenConnectionAsync();
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

    /// <summary>Drops the copies.</summary>
    public async Task EndAsync()
    {
        await using var connection = await _dataSource.OpenConnectionAsync();
        foreach (var table in _tables)
        {
            await ExecuteAsync(connection, $"DROP TABLE {_schema}.raw_{table}");
        }
    }

    /// <summary>A copy of a table without the new rows, and the statements that insert these, shared evenly between the batches.</summary>
    private async Task<List<NpgsqlBatchCommand>> InsertsAsync(NpgsqlConnection connection, string table, int batches)
    {
        await ExecuteAsync(connection, $"CREATE TABLE {_schema}.raw_{table} (LIKE {_schema}.{table} INCLUDING ALL)");
        await ExecuteAsync(connection, $"INSERT INTO {_schema}.raw_{table} SELECT * FROM {_schema}.{table} WHERE xmin::text::bigint <= {_since}");
        var rows = new List<object?[]>();
        var types = new List<Type>();
        await using (var read = new NpgsqlCommand($"SELECT * FROM {_schema}.{table} WHERE xmin::text::bigint > {_since}", connection))
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
            $"INSERT INTO {_schema}.raw_{table} SELECT * FROM unnest({string.Join(", ", types.Select((_, column) => $"${column + 1}"))}) ON CONFLICT DO NOTHING");
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
