using System.Text;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Native;

/// <summary>
/// How rows of one kind are inserted, any number at once. PostgreSQL takes a column as one array; Citus sends rows to their shards best from a VALUES
/// list, in a few fixed lengths so that each is prepared once.
/// </summary>
internal sealed class Insertion<TRow>(string table, string conflict)
{
    private static readonly int[] Lengths = [256, 32, 4, 1];

    private readonly List<Column<TRow>> _columns = [];
    private string _computed = "";
    private string _value = "";
    private string? _unnest;

    public Insertion<TRow> Uuid(string name, Func<TRow, Guid> value) => With(name, NpgsqlDbType.Uuid, value);

    public Insertion<TRow> Uuid(string name, Func<TRow, Guid?> value) => With(name, NpgsqlDbType.Uuid, value);

    public Insertion<TRow> Text(string name, Func<TRow, string> value) => With(name, NpgsqlDbType.Text, row => SafeText.Write(value(row)));

    public Insertion<TRow> NullableText(string name, Func<TRow, string?> value) =>
        With(name, NpgsqlDbType.Text, row => value(row) is { } text ? SafeText.Write(text) : null);

    public Insertion<TRow> Int64(string name, Func<TRow, long> value) => With(name, NpgsqlDbType.Bigint, value);

    public Insertion<TRow> Int64(string name, Func<TRow, long?> value) => With(name, NpgsqlDbType.Bigint, value);

    public Insertion<TRow> Int32(string name, Func<TRow, int> value) => With(name, NpgsqlDbType.Integer, value);

    public Insertion<TRow> Int32(string name, Func<TRow, int?> value) => With(name, NpgsqlDbType.Integer, value);

    public Insertion<TRow> Int16(string name, Func<TRow, short> value) => With(name, NpgsqlDbType.Smallint, value);

    public Insertion<TRow> Int16(string name, Func<TRow, short?> value) => With(name, NpgsqlDbType.Smallint, value);

    public Insertion<TRow> Boolean(string name, Func<TRow, bool> value) => With(name, NpgsqlDbType.Boolean, value);

    public Insertion<TRow> Bytes(string name, Func<TRow, byte[]?> value) => With(name, NpgsqlDbType.Bytea, value);

    public Insertion<TRow> Instant(string name, Func<TRow, DateTimeOffset> value) => Int64(name, row => Binary.Ticks(value(row)));

    public Insertion<TRow> Instant(string name, Func<TRow, DateTimeOffset?> value) => Int64(name, row => Binary.Ticks(value(row)));

    /// <summary>A first column that the server computes for each row, in the order of the rows.</summary>
    public Insertion<TRow> Computed(string name, string value)
    {
        (_computed, _value) = (name + ", ", value + ", ");
        return this;
    }

    /// <summary>The statements that insert these rows; none for no rows.</summary>
    public IEnumerable<Statement> Of(Database database, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        return database.IsDistributed ? InLists(database, rows) : [AsArrays(database, rows)];
    }

    private Insertion<TRow> With<TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value)
    {
        _columns.Add(new Column<TRow, TValue>(name, type, value));
        return this;
    }

    private Statement AsArrays(Database database, IReadOnlyList<TRow> rows)
    {
        _unnest ??= $"{Into} SELECT {_value}u.* FROM unnest({string.Join(", ", Enumerable.Range(1, _columns.Count).Select(number => $"${number}"))}) AS u {conflict}";
        var statement = database.Sql(_unnest);
        _columns.ForEach(column => column.AddAll(statement, rows));
        return statement;
    }

    private IEnumerable<Statement> InLists(Database database, IReadOnlyList<TRow> rows)
    {
        for (var at = 0; at < rows.Count;)
        {
            var length = Lengths.First(length => length <= rows.Count - at);
            var statement = database.Sql(List(length));
            for (var end = at + length; at < end; at++)
            {
                foreach (var column in _columns)
                {
                    column.AddOne(statement, rows[at]);
                }
            }

            yield return statement;
        }
    }

    private string List(int length)
    {
        var text = new StringBuilder(Into).Append(" VALUES ");
        for (var row = 0; row < length; row++)
        {
            text.Append(row == 0 ? "(" : ", (").Append(_value)
                .AppendJoin(", ", Enumerable.Range((row * _columns.Count) + 1, _columns.Count).Select(number => $"${number}"))
                .Append(')');
        }

        return text.Append(' ').Append(conflict).ToString();
    }

    private string Into => $"INSERT INTO {table} ({_computed}{string.Join(", ", _columns.Select(column => column.Name))})";
}
