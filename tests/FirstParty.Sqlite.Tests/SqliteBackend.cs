using System.Text;
using FirstParty.Storage;
using FirstParty.Storage.Conformance;
using Microsoft.Data.Sqlite;

namespace FirstParty.Sqlite.Tests;

/// <summary>A database file in a directory of its own.</summary>
public class SqliteBackend : StorageBackend
{
    private const string MemoryDisk = "/dev/shm";

    /// <summary>On a disk in memory where there is one: nothing here is about how fast a disk is.</summary>
    public string Folder { get; } = Directory.Exists(MemoryDisk)
        ? Directory.CreateDirectory(Path.Combine(MemoryDisk, "firstparty-" + Guid.CreateVersion7())).FullName
        : Directory.CreateTempSubdirectory("firstparty-").FullName;

    public string Database => Path.Combine(Folder, "data", "shop.db");

    public override IReadOnlyList<string> Files => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    public override FirstPartyStorage Create() => Create(Options);

    /// <summary>Through a connection of its own, so that it sees what any reader of the file sees.</summary>
    public override IEnumerable<(string Table, ReadOnlyMemory<byte> Value)> ReadTables()
    {
        using var reader = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        reader.Open();
        foreach (var table in Values(reader, "SELECT name FROM sqlite_schema WHERE type = 'table'").Select(name => Encoding.UTF8.GetString(name.Span)).ToList())
        {
            foreach (var value in Values(reader, $"SELECT * FROM \"{table}\""))
            {
                yield return (table, value);
            }
        }
    }

    protected virtual SqliteStorageOptions Options => new();

    public SqliteStorage Create(SqliteStorageOptions options) => new($"Data Source={Database}", options);

    private static IEnumerable<ReadOnlyMemory<byte>> Values(SqliteConnection reader, string sql)
    {
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            for (var column = 0; column < rows.FieldCount; column++)
            {
                switch (rows.GetValue(column))
                {
                    case string text: yield return Encoding.UTF8.GetBytes(text); break;
                    case byte[] bytes: yield return bytes; break;
                    default: break;
                }
            }
        }
    }

    public override void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
