using FirstParty.Storage;
using Microsoft.Data.Sqlite;

namespace FirstParty.Sqlite.Files;

/// <summary>The files of one database.</summary>
internal sealed class StoreFiles
{
    private StoreFiles(string database) => Database = database;

    public string Database { get; }

    public string Log => Database + "-wal";

    public string LogIndex => Database + "-shm";

    public string Lock => Database + "-lock";

    public IEnumerable<string> All => [Database, Log, LogIndex, Lock];

    /// <exception cref="ArgumentException">The connection string names no file, or asks for what is not supported.</exception>
    public static StoreFiles Of(string connectionString)
    {
        const string Mend = "Name a file, such as \"Data Source=shop.db\". To keep everything in memory say UseInMemory().";
        var parts = Parts(connectionString) ?? throw new ArgumentException(Mend, nameof(connectionString));
        if (string.IsNullOrWhiteSpace(parts.DataSource) || parts.DataSource.StartsWith(':') || parts.Mode == SqliteOpenMode.Memory
            || parts.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(Mend, nameof(connectionString));
        }

        if (parts.Mode == SqliteOpenMode.ReadOnly || parts.Password.Length > 0)
        {
            throw new ArgumentException("Mode=ReadOnly and Password are not supported. Leave them out.", nameof(connectionString));
        }

        return new StoreFiles(Path.GetFullPath(parts.DataSource));
    }

    private static SqliteConnectionStringBuilder? Parts(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : new SqliteConnectionStringBuilder(text);
        }
        catch (ArgumentException)
        {
            return null; // not a connection string, or a keyword that SQLite does not have
        }
    }

    /// <summary>Makes the directory and sees to it that the file may be written.</summary>
    /// <exception cref="StorageException">It may not.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Database)!);
            if (File.Exists(Database) && (File.GetAttributes(Database) & FileAttributes.ReadOnly) != 0)
            {
                throw new StorageException(
                    StorageError.Unavailable, "The database file is marked read-only. Give the process the right to write to it.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Native.Fault.Of(exception);
        }
    }
}
