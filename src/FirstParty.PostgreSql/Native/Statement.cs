using FirstParty.Storage;
using Npgsql;
using NpgsqlTypes;

namespace FirstParty.PostgreSql.Native;

/// <summary>One statement with its parameters, in the order of their numbers, and what is done with each row it gives.</summary>
internal sealed class Statement(string sql)
{
    public NpgsqlBatchCommand Command { get; } = new(sql);

    /// <summary>Null for a statement that gives no rows.</summary>
    public Action<NpgsqlDataReader>? Row { get; private set; }

    /// <summary>The key that may be there already; null where only damaged tables can come to that.</summary>
    public string? Key { get; private set; }

    /// <summary>What it means that it is.</summary>
    public Func<StorageException>? Taken { get; private set; }

    /// <summary>How many rows it wrote, once it has run.</summary>
    public int Written => Command.RecordsAffected;

    public Statement Add<T>(T value, NpgsqlDbType type)
    {
        Command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }

    public Statement Add(long value) => Add(value, NpgsqlDbType.Bigint);

    public Statement Add(string value) => Add(SafeText.Write(value), NpgsqlDbType.Text);

    public Statement Add(Guid value) => Add(value, NpgsqlDbType.Uuid);

    public Statement Add(IEnumerable<Guid> values) => Add(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public Statement Add(IEnumerable<long> values) => Add(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public Statement Add(IEnumerable<string> values) => Add(values.Select(SafeText.Write).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>Reads each row. A statement that gives rows must say what becomes of them.</summary>
    public Statement Each(Action<NpgsqlDataReader> row)
    {
        Row = row;
        return this;
    }

    /// <summary>Says what it means that a key is there already.</summary>
    public Statement WhenTaken(string key, Func<StorageException> fault)
    {
        (Key, Taken) = (key, fault);
        return this;
    }

    /// <summary>Passes over the rows.</summary>
    public Statement Ignored() => Each(_ => { });
}
