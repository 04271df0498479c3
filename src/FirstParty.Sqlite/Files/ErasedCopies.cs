using FirstParty.Sqlite.Native;
using FirstParty.Storage;
using SQLitePCL;

namespace FirstParty.Sqlite.Files;

/// <summary>
/// Removes the copies of erased rows that a commit leaves: the write-ahead log's, by emptying it into the file, and those in unused space, by
/// scrubbing. Used by whoever has the writing connection.
/// </summary>
internal sealed class ErasedCopies(string path, TimeSpan lockTimeout) : IDisposable
{
    private readonly PageScrubber _scrubber = new(path);

    /// <summary>Whether a committed erasure has copies left, because a reader still needed the log or the disk refused.</summary>
    public bool ArePending { get; private set; }

    /// <summary>Remembers that a session erased something.</summary>
    public void Expect() => ArePending = true;

    /// <summary>Removes the copies if nobody is in the way.</summary>
    /// <returns>Whether none are left.</returns>
    public bool TryRemove(Database writer)
    {
        if (!ArePending)
        {
            return true;
        }

        raw.sqlite3_busy_timeout(writer.Handle, 0);
        var code = raw.sqlite3_wal_checkpoint_v2(writer.Handle, null, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        raw.sqlite3_busy_timeout(writer.Handle, (int)lockTimeout.TotalMilliseconds);
        if (code != raw.SQLITE_OK)
        {
            return false; // Usually busy with a reader of an older state; whatever it is, it is tried again.
        }

        try
        {
            _scrubber.Run(CancellationToken.None);
        }
        catch (StorageException)
        {
            return false; // The disk refused; the commit stands, and the copies are still pending.
        }

        writer.Execute("PRAGMA shrink_memory"); // The page cache holds what was wiped from the file, and would write it again.
        ArePending = false;
        return true;
    }

    public void Dispose() => _scrubber.Dispose();
}
