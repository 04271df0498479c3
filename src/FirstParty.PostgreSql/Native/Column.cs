using NpgsqlTypes;

namespace FirstParty.PostgreSql.Native;

/// <summary>A column of rows that are inserted together.</summary>
internal abstract class Column<TRow>(string name)
{
    public string Name => name;

    /// <summary>Adds the column of all rows as one array.</summary>
    public abstract void AddAll(Statement statement, IReadOnlyList<TRow> rows);

    /// <summary>Adds the value of one row.</summary>
    public abstract void AddOne(Statement statement, TRow row);
}

/// <inheritdoc />
internal sealed class Column<TRow, TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value) : Column<TRow>(name)
{
    public override void AddAll(Statement statement, IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
        }

        statement.Add(values, NpgsqlDbType.Array | type);
    }

    public override void AddOne(Statement statement, TRow row) => statement.Add(value(row), type);
}
