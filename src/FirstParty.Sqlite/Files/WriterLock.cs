using FirstParty.Storage;

namespace FirstParty.Sqlite.Files;

/// <summary>
/// The claim of one process to write a database file: a file beside it, held open and shared with nobody. The operating system lets go of
/// it when the process ends, however it ends.
/// </summary>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream _stream;

    private WriterLock(FileStream stream) => _stream = stream;

    /// <exception cref="StorageException">Another storage has the file open, or its directory cannot be written to.</exception>
    public static WriterLock Take(string path)
    {
        try
        {
            return new WriterLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new StorageException(
                StorageError.Unavailable,
                "The database is open in another process (or twice in this one), and only one may write. Stop that one, or give each its own file; "
                    + "for several writers use PostgreSQL.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Native.Fault.Of(exception);
        }
    }

    public void Dispose() => _stream.Dispose();
}
