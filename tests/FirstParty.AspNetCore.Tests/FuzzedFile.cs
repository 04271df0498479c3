using FirstParty.Sqlite;
using Microsoft.Data.Sqlite;

namespace FirstParty.AspNetCore.Tests;

/// <summary>A SQLite store in a folder of its own, whose tables can be looked at from outside.</summary>
internal sealed class FuzzedFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firstparty-fuzz-").FullName;

    public FuzzedFile() => Storage = new SqliteStorage($"Data Source={Database}");

    public SqliteStorage Storage { get; }

    private string Database => Path.Combine(_folder, "shop.db");

    /// <summary>What the file's tables and indexes are.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY sql";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
