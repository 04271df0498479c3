using FirstParty.Sqlite.Schema;
using SQLitePCL;

namespace FirstParty.Sqlite;

/// <summary>What is to be known about an open database. Immutable.</summary>
public sealed record SqliteDiagnostics
{
    private static readonly Version CheckpointRaceMended = new(3, 51, 3);

    private SqliteDiagnostics()
    {
    }

    /// <summary>The version of the SQLite library in this process, such as 3.50.4.</summary>
    public required Version SqliteVersion { get; init; }

    /// <summary>The version of the file's tables.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>
    /// Whether this SQLite is older than 3.51.3, which mended a rare corruption when two connections checkpoint at once. No harm here: one
    /// connection does every write and every checkpoint. But let no other program write to the file.
    /// </summary>
    /// <seealso href="https://www.sqlite.org/releaselog/3_51_3.html">SQLite 3.51.3</seealso>
    public bool NeedsSingleCheckpointer => SqliteVersion < CheckpointRaceMended;

    internal static SqliteDiagnostics Read() => new()
    {
        SqliteVersion = new Version(raw.sqlite3_libversion().utf8_to_string()),
        SchemaVersion = Migrations.Current,
    };
}
