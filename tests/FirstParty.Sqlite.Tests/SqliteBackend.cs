using FirstParty.Storage;
using FirstParty.Storage.Conformance;

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

    protected virtual SqliteStorageOptions Options => new();

    public SqliteStorage Create(SqliteStorageOptions options) => new($"Data Source={Database}", options);

    public override void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
