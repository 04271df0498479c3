using FirstParty.Sqlite;
using FirstParty.Storage;

namespace FirstParty.Faults;

/// <summary>A SQLite file on a disk, so that what a commit waits for is the disk.</summary>
internal sealed class SqliteTarget : FaultTarget
{
    private readonly string _folder;
    private readonly bool _owns;

    private SqliteTarget(string folder, bool owns) => (_folder, _owns) = (folder, owns);

    public string Database => Path.Combine(_folder, "shop.db");

    public override (string Kind, string Place) Address => ("sqlite", _folder);

    public static SqliteTarget New() => new(Directory.CreateTempSubdirectory("firstparty-faults-").FullName, owns: true);

    public static SqliteTarget At(string folder) => new(folder, owns: false);

    public override FirstPartyStorage Create() => new SqliteStorage($"Data Source={Database}");

    public override ValueTask<IReadOnlyList<string>> CheckAsync(FirstPartyStorage storage) => ((SqliteStorage)storage).CheckAsync();

    public override void Dispose()
    {
        if (_owns)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
