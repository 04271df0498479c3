using FirstParty.Storage;
using FirstParty.Storage.Conformance;
using Npgsql;

namespace FirstParty.PostgreSql.Tests;

/// <summary>A schema of its own on the tests' server.</summary>
public class PostgreSqlBackend : StorageBackend
{
    private static int _schemas;

    private readonly List<string> _dumps = [];

    public string Schema { get; } = $"test_{Interlocked.Increment(ref _schemas)}";

    public static NpgsqlDataSource DataSource { get; } = NpgsqlDataSource.Create(ServerFixture.Server.ConnectionString);

    /// <summary>Every table's rows as they are now, in files: PostgreSQL's own files hold those of all tests, and rows that no query finds any more.</summary>
    public override IReadOnlyList<string> Files => [Dump()];

    public override FirstPartyStorage Create() => new PostgreSqlStorage(DataSource, Options);

    protected virtual PostgreSqlStorageOptions Options => new() { Schema = Schema };

    public override void Dispose()
    {
        using (var drop = DataSource.CreateCommand($"DROP SCHEMA IF EXISTS {Schema} CASCADE"))
        {
            drop.ExecuteNonQuery();
        }

        _dumps.ForEach(File.Delete);
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Dump()
    {
        var file = Path.GetTempFileName();
        _dumps.Add(file);
        using var written = File.Create(file);
        using var connection = DataSource.OpenConnection();
        foreach (var table in Tables(connection))
        {
            using var copy = connection.BeginRawBinaryCopy($"COPY {Schema}.{table} TO STDOUT (FORMAT BINARY)");
            copy.CopyTo(written);
        }

        return file;
    }

    private List<string> Tables(NpgsqlConnection connection)
    {
        using var list = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = $1", connection) { Parameters = { new() { Value = Schema } } };
        using var row = list.ExecuteReader();
        var tables = new List<string>();
        while (row.Read())
        {
            tables.Add(row.GetString(0));
        }

        return tables;
    }
}
