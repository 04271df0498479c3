using FirstParty.Sqlite.Native;
using FirstParty.Storage;
using SQLitePCL;

namespace FirstParty.Sqlite.Files;

/// <summary>
/// Keeps the write-ahead log short, and removes the copies of erased rows that a commit leaves: the log's own, by emptying it into the file, and
/// those in unused space, by scrubbing the pages that have changed. Used by whoever has the writing connection; all checkpoints are made here.
/// </summary>
internal sealed class LogKeeper(StoreFiles files, SqliteStorageOptions options) : IDisposable
{
    private readonly PageScrubber _scrubber = new(files.Database);
    private readonly ChangedPages _changed = new(files.Log);

    /// <summary>Whether a committed erasure has copies left, because a reader still needed the log or the disk refused.</summary>
    public bool HasCopies { get; private set; }

    /// <summary>After a transaction: brings a long log into the file, and removes the copies that an erasure left if nobody is in the way.</summary>
    /// <param name="writer">The writing connection, outside a transaction.</param>
    /// <param name="erased">Whether the transaction erased something.</param>
    public void AfterCommit(Database writer, bool erased)
    {
        HasCopies |= erased;
        TryRemoveCopies(writer);
        if (PagesWritten(writer, reset: false) >= options.CheckpointPages)
        {
            PagesWritten(writer, reset: true);
            if (TryNoteChanges())
            {
                raw.sqlite3_wal_checkpoint_v2(writer.Handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _); // What is left waits for the next.
            }
        }
    }

    /// <summary>After a commit that failed: what it left in the log is not known.</summary>
    public void AfterFailure() => _changed.Lose();

    /// <summary>Removes the copies if nobody is in the way.</summary>
    /// <returns>Whether none are left.</returns>
    public bool TryRemoveCopies(Database writer)
    {
        if (!HasCopies)
        {
            return true;
        }

        try
        {
            _changed.Note();
            if (!TryEmptyLog(writer))
            {
                return false; // Usually a reader of an older state; whatever it is, it is tried again.
            }

            if (_scrubber.Run(_changed.Pages) > 0)
            {
                writer.Execute("PRAGMA shrink_memory"); // The page cache holds what was wiped from the file, and would write it again.
            }
        }
        catch (StorageException)
        {
            return false; // The disk refused. The commit stands, and the copies are still to be removed.
        }

        _changed.Clear();
        HasCopies = false;
        return true;
    }

    public void Dispose()
    {
        _scrubber.Dispose();
        _changed.Dispose();
    }

    /// <summary>The commit stands whatever becomes of the log: one that cannot be read is left for the next time.</summary>
    private bool TryNoteChanges()
    {
        try
        {
            _changed.Note();
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static int PagesWritten(Database writer, bool reset)
    {
        raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, reset ? 1 : 0);
        return pages;
    }

    private bool TryEmptyLog(Database writer)
    {
        raw.sqlite3_busy_timeout(writer.Handle, 0);
        var code = raw.sqlite3_wal_checkpoint_v2(writer.Handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        raw.sqlite3_busy_timeout(writer.Handle, (int)options.LockTimeout.TotalMilliseconds);
        return code == raw.SQLITE_OK;
    }
}
