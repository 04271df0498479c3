using FirstParty.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FirstParty.Sqlite.Native;

/// <summary>One connection with its prepared statements. Used by one caller at a time, from any thread.</summary>
internal sealed class Database : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StatementTexts.Instance);

    private Database(sqlite3 handle) => (Handle, Connection) = (handle, handle.DangerousGetHandle());

    public sqlite3 Handle { get; }

    /// <summary>The connection itself; valid until this is disposed.</summary>
    public nint Connection { get; }

    /// <summary>The first fault of a statement since the transaction began: the transaction can only be undone.</summary>
    public StorageException? Failure { get; private set; }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <exception cref="StorageException">The file cannot be opened.</exception>
    public static Database Open(string path, bool readOnly, TimeSpan busyTimeout)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, vfs: null);
        if (code != raw.SQLITE_OK)
        {
            var fault = Fault.Of(code, handle);
            handle?.Dispose();
            throw fault;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds);
        return new Database(handle);
    }

    /// <summary>The statement of this text, prepared once.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
        {
            return known.Ready();
        }

        Check(raw.sqlite3_prepare_v3(Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        return _statements[sql] = new Statement(this, handle);
    }

    /// <summary>A statement for one use, which the caller disposes.</summary>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var handle));
        return new Statement(this, handle);
    }

    /// <summary>Runs statements that give no rows, such as pragmas and scripts.</summary>
    public void Execute(string sql)
    {
        var rest = sql;
        while (!string.IsNullOrWhiteSpace(rest))
        {
            Check(raw.sqlite3_prepare_v2(Handle, rest, out var handle, out var tail));
            rest = tail;
            if (!handle.IsInvalid)
            {
                using var statement = new Statement(this, handle);
                statement.Run();
            }
        }
    }

    /// <summary>The first row's first column of a statement that is run once.</summary>
    public string? Ask(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Handle, sql, out var handle));
        using var statement = new Statement(this, handle);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>Begins a transaction: a writing one holds the file's only write lock, a reading one stays with the state of this moment.</summary>
    public void Begin(bool write)
    {
        Failure = null;
        Prepare(write ? "BEGIN IMMEDIATE" : "BEGIN").Run();
        if (!write)
        {
            Prepare("SELECT count(*) FROM counters").Scalar(); // The first read takes the snapshot.
        }
    }

    public void Commit()
    {
        if (Failure is { } failure)
        {
            throw new StorageException(failure.Error, "The session cannot commit, because an earlier step of it failed. Begin anew.", failure);
        }

        try
        {
            Prepare("COMMIT").Run();
        }
        catch (StorageException fault) when (fault.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR })
        {
            throw Fault.AfterCommit(fault); // Undone here; but the log on the disk may hold the whole commit and be replayed after a crash.
        }
    }

    /// <summary>Undoes the open transaction, if SQLite has not done so itself after a fault.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            Prepare("ROLLBACK").Run();
        }

        Failure = null;
    }

    /// <exception cref="StorageException">The code is not that of success.</exception>
    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Fail(code);
        }
    }

    public StorageException Fail(int code)
    {
        var fault = Fault.Of(code, Handle);
        Failure ??= fault;
        return fault;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        Handle.Dispose();
    }
}
