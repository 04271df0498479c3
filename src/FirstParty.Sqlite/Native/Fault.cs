using FirstParty.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FirstParty.Sqlite.Native;

/// <summary>The one place where SQLite's result codes become storage faults. SQLite's own messages name tables and columns, never values.</summary>
/// <seealso href="https://www.sqlite.org/rescode.html">SQLite result and error codes</seealso>
internal static class Fault
{
    /// <summary>The fault that a result code of a connection stands for.</summary>
    public static StorageException Of(int code, sqlite3? connection)
    {
        var text = connection is null ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(connection).utf8_to_string();
        return Of(new SqliteException($"SQLite error {code & 0xFF}: {text}", code & 0xFF, code));
    }

    /// <summary>The fault that SQLite's exception stands for.</summary>
    public static StorageException Of(SqliteException exception)
    {
        var (error, message) = Explain(exception.SqliteErrorCode);
        return new StorageException(error, message, exception);
    }

    /// <summary>The fault that a refusal of the file system stands for.</summary>
    public static StorageException Of(Exception exception) => new(
        StorageError.Unavailable,
        "The database's directory cannot be written to. Give the process the right to write there, or name another path.",
        exception);

    /// <summary>What a fault stands for that came when the commit had begun: nobody may do its work again.</summary>
    public static StorageException AfterCommit(Exception exception) => new(
        StorageError.OutcomeUnknown,
        "The disk failed at the commit: what was written is there once, or after a power cut not at all. Check the disk, then ask the store.",
        exception);

    private static (StorageError Error, string Message) Explain(int code) => code switch
    {
        raw.SQLITE_FULL => (StorageError.Full, "The disk is full. Make room and try again; nothing acknowledged is lost."),
        raw.SQLITE_CORRUPT => (StorageError.Corrupt, "The database file is damaged. Restore a backup."),
        raw.SQLITE_NOTADB => (StorageError.Corrupt, "The file is not a SQLite database. Name another file, or restore a backup."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
            StorageError.Conflict, "Another program holds a lock on the database file. Close it, or try again."),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => (
            StorageError.Unavailable, "The database file is read-only. Give the process the right to write to it and to its directory."),
        raw.SQLITE_CANTOPEN => (
            StorageError.Unavailable, "The database file cannot be opened. Check that its path exists and that the process may write there."),
        raw.SQLITE_IOERR => (StorageError.Unavailable, "Reading or writing the database file failed. Check the disk and try again."),
        raw.SQLITE_NOMEM => (StorageError.Unavailable, "SQLite ran out of memory. Give the process more, or lower the cache size."),
        raw.SQLITE_TOOBIG => (StorageError.Full, "A value is larger than SQLite can hold."),
        raw.SQLITE_ERROR or raw.SQLITE_SCHEMA or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH => (
            StorageError.Corrupt, "The database's tables are not as this version made them. Restore a backup."),
        _ => (StorageError.Unavailable, "SQLite failed."),
    };
}
