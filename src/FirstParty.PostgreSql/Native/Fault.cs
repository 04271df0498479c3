using FirstParty.Storage;
using Npgsql;

namespace FirstParty.PostgreSql.Native;

/// <summary>The one place where PostgreSQL's errors become storage faults. Npgsql leaves values out of its messages unless the host asks for them.</summary>
/// <seealso href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</seealso>
internal static class Fault
{
    /// <summary>Whether an exception comes from the server or the way to it.</summary>
    public static bool Is(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    public static StorageException Of(Exception exception)
    {
        var (error, message) = exception is PostgresException refused ? Explain(refused.SqlState) : Unreachable;
        return new StorageException(error, message, exception);
    }

    /// <summary>A fault of a commit: unless the server said no, nobody knows whether it went through.</summary>
    public static StorageException OfCommit(Exception exception) => exception is PostgresException refused && !IsEnd(refused.SqlState)
        ? Of(exception)
        : new StorageException(
            StorageError.OutcomeUnknown,
            "The connection broke while the server committed: what was written is there once, or not at all. Ask the store.",
            exception);

    private static bool IsEnd(string state) => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal);

    private static (StorageError Error, string Message) Unreachable =>
        (StorageError.Unavailable, "The PostgreSQL server cannot be reached, or the connection broke. Check the server and try again; nothing acknowledged is lost.");

    private static (StorageError Error, string Message) Explain(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => (
            StorageError.Conflict, "Another writer got in the way. Try again."),
        PostgresErrorCodes.DiskFull => (
            StorageError.Full, "The server's disk is full. Make room and try again; nothing acknowledged is lost."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => (
            StorageError.Corrupt, "The server found damaged data. Restore a backup."),
        PostgresErrorCodes.TooManyConnections => (
            StorageError.Unavailable, "The server has no connection left. Raise max_connections, or lower the pool's size."),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => (
            StorageError.Unavailable, "The server refuses the user. Check the name and the password."),
        PostgresErrorCodes.InvalidCatalogName => (StorageError.Unavailable, "There is no such database. Create it, and give the user the right CREATE on it, to make its schema."),
        PostgresErrorCodes.InsufficientPrivilege => (
            StorageError.Unavailable,
            "The user may not do that. It needs CREATE on the database, to make its schema, or USAGE and CREATE on a schema made for it, whose tables are its own."),
        PostgresErrorCodes.ReadOnlySqlTransaction => (
            StorageError.Unavailable, "The server only reads. Name the primary server."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.DatatypeMismatch => (
            StorageError.Corrupt, "The database's tables are not as this version made them. Restore a backup."),
        _ when IsEnd(state) => Unreachable,
        _ => (StorageError.Unavailable, $"PostgreSQL failed with the code {state}."),
    };
}
