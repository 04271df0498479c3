using FirstParty.Sqlite.Files;
using FirstParty.Sqlite.Tables;
using FirstParty.Storage;

namespace FirstParty.Sqlite;

/// <summary>
/// Keeps everything in one SQLite file, made on first use, which one process at a time may write. Write-ahead logging: readers see the last
/// commit and never wait for the writer. Thread-safe.
/// </summary>
/// <seealso href="https://www.sqlite.org/wal.html">SQLite: write-ahead logging</seealso>
public sealed class SqliteStorage : FirstPartyStorage
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(10);

    private readonly StoreFiles _files;
    private readonly SqliteStorageOptions _options;
    private readonly LogKeeper _log;
    private readonly LogFlush _flush;
    private Connections? _connections;

    /// <summary>A storage in a file.</summary>
    /// <param name="connectionString">As of Microsoft.Data.Sqlite, such as <c>Data Source=shop.db</c>; a relative path starts at the current directory.</param>
    /// <param name="options">How the file is written; null for the defaults.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or an option is out of its range.</exception>
    public SqliteStorage(string connectionString, SqliteStorageOptions? options = null)
    {
        SQLitePCL.Batteries_V2.Init();
        _files = StoreFiles.Of(connectionString);
        _options = options ?? new SqliteStorageOptions();
        _options.Check();
        _log = new LogKeeper(_files, _options);
        _flush = new LogFlush(_files.Log);
        Diagnostics = SqliteDiagnostics.Read();
    }

    /// <inheritdoc />
    public override bool IsSingleWriter => true;

    /// <summary>The database file's full path.</summary>
    public string Path => _files.Database;

    /// <summary>The files that the storage consists of, where they exist: the database, its log, the log's index, and the writer's lock.</summary>
    public IReadOnlyList<string> Files => [.. _files.All.Where(File.Exists)];

    /// <summary>The versions of SQLite and of the tables.</summary>
    public SqliteDiagnostics Diagnostics { get; }

    /// <summary>
    /// Whether copies of erased data are still in the files, because a reading session from before the erasure is open or the disk refused. They are
    /// removed with the next commit after that, or when the storage closes.
    /// </summary>
    public bool HasErasedCopies => _log.HasCopies;

    /// <summary>How many commits were brought to the disk although the option says that they need not be.</summary>
    internal long Flushes => _flush.Runs;

    internal Connections Open => _connections ?? throw new InvalidOperationException("The storage is not open. Call OpenAsync first.");

    /// <inheritdoc />
    public override ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _connections = _connections is null
            ? Connections.Open(_files, _options)
            : throw new InvalidOperationException("The storage is open already.");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var connections = Open;
        var writer = await connections.LendWriterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            writer.Database.Begin(write: true);
            return new SqliteSession(writer, writes: true, committed => EndWriteAsync(connections, committed));
        }
        catch
        {
            connections.ReturnWriter();
            throw;
        }
    }

    /// <inheritdoc />
    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connections = Open;
        var reader = connections.LendReader();
        try
        {
            reader.Database.Begin(write: false);
            return ValueTask.FromResult<StorageSession>(new SqliteSession(reader, writes: false, _ => EndRead(connections, reader)));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Looks for damage, page by page; reads the whole file, and may run beside ingest.</summary>
    /// <returns>What was found, in SQLite's words, which hold no data; empty when the file is sound.</returns>
    /// <exception cref="StorageException">The file cannot be read at all.</exception>
    /// <seealso href="https://www.sqlite.org/pragma.html#pragma_quick_check">PRAGMA quick_check</seealso>
    public ValueTask<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default) =>
        Maintenance.CheckAsync(Open, cancellationToken);

    /// <summary>Copies the state of this moment into a new file while everything goes on; an existing file is replaced once the copy is whole.</summary>
    /// <exception cref="ArgumentException"><paramref name="path"/> is the database itself, or blank.</exception>
    /// <exception cref="StorageException">The copy cannot be written, or the database cannot be read.</exception>
    /// <seealso href="https://www.sqlite.org/backup.html">SQLite backup API</seealso>
    public ValueTask BackupAsync(string path, CancellationToken cancellationToken = default) =>
        Maintenance.BackupAsync(Open, _files, path, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connections, null) is { } connections)
        {
            var writer = await connections.LendWriterAsync(CancellationToken.None).ConfigureAwait(false);
            _log.TryRemoveCopies(writer.Database);
            connections.Dispose();
        }

        _flush.Dispose();
        _log.Dispose();
    }

    private async ValueTask EndWriteAsync(Connections connections, bool committed)
    {
        var writer = connections.Writer;
        var (erased, flush) = (committed && writer.HasErased, committed && writer.MustReachDisk);
        try
        {
            var failed = writer.Database.Failure is not null;
            writer.End(committed);
            if (flush && _options.Durability != SqliteDurability.Full)
            {
                _flush.Run();
            }

            if (committed)
            {
                _log.AfterCommit(writer.Database, erased);
            }
            else if (failed)
            {
                _log.AfterFailure();
            }
        }
        finally
        {
            connections.ReturnWriter();
        }

        if (erased && _log.HasCopies)
        {
            await RemoveErasedCopiesAsync(connections).ConfigureAwait(false);
        }
    }

    private static ValueTask EndRead(Connections connections, PortSet reader)
    {
        reader.End(committed: false);
        connections.ReturnReader(reader);
        return ValueTask.CompletedTask;
    }

    /// <summary>Tries again until the readers of an older state are gone, without holding up other writers meanwhile.</summary>
    private async ValueTask RemoveErasedCopiesAsync(Connections connections)
    {
        for (var left = _options.LockTimeout; left > TimeSpan.Zero && _log.HasCopies; left -= RetryAfter)
        {
            await Task.Delay(RetryAfter).ConfigureAwait(false);
            var writer = await connections.LendWriterAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                _log.TryRemoveCopies(writer.Database);
            }
            finally
            {
                connections.ReturnWriter();
            }
        }
    }
}
