using System.Collections.Concurrent;
using System.Globalization;
using FirstParty.Sqlite.Files;
using FirstParty.Sqlite.Native;
using FirstParty.Sqlite.Schema;
using FirstParty.Sqlite.Tables;

namespace FirstParty.Sqlite;

/// <summary>The one writing connection, lent to one session at a time, and a pool of reading ones. Thread-safe.</summary>
internal sealed class Connections : IDisposable
{
    private readonly StoreFiles _files;
    private readonly SqliteStorageOptions _options;
    private readonly WriterLock _lock;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentBag<PortSet> _idle = [];
    private volatile bool _closed;

    private Connections(StoreFiles files, SqliteStorageOptions options, WriterLock @lock, PortSet writer)
    {
        (_files, _options, _lock, Writer) = (files, options, @lock, writer);
    }

    /// <summary>The writing connection: to be touched only between <see cref="LendWriterAsync"/> and <see cref="ReturnWriter"/>.</summary>
    public PortSet Writer { get; }

    public static Connections Open(StoreFiles files, SqliteStorageOptions options)
    {
        files.Prepare();
        var @lock = WriterLock.Take(files.Lock);
        Database? database = null;
        try
        {
            database = Database.Open(files.Database, readOnly: false, options.LockTimeout);
            SetUp(database, options);
            Migrations.Run(database);
            return new Connections(files, options, @lock, new PortSet(database, options.RecentKeys));
        }
        catch
        {
            database?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    public async ValueTask<PortSet> LendWriterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!_closed)
        {
            return Writer;
        }

        _gate.Release();
        throw new ObjectDisposedException(nameof(SqliteStorage));
    }

    public void ReturnWriter() => _gate.Release();

    public PortSet LendReader()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(SqliteStorage));
        return _idle.TryTake(out var idle) ? idle : OpenReader();
    }

    public void ReturnReader(PortSet reader)
    {
        if (_closed || _idle.Count >= _options.IdleReaders)
        {
            reader.Dispose();
            return;
        }

        _idle.Add(reader);
        if (_closed)
        {
            DisposeIdle();
        }
    }

    /// <summary>Closes everything; the caller has the writer. Readers that are still lent close when they come back.</summary>
    public void Dispose()
    {
        _closed = true;
        DisposeIdle();
        Writer.Dispose();
        _lock.Dispose();
        _gate.Release();
    }

    private static void SetUp(Database database, SqliteStorageOptions options)
    {
        var synchronous = options.Durability == SqliteDurability.Full ? "FULL" : "NORMAL";
        database.Ask("PRAGMA journal_mode = WAL");
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PRAGMA synchronous = {synchronous};
            PRAGMA cache_size = -{options.CacheMegabytes * 1024};
            PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA trusted_schema = OFF;
            """));
    }

    private PortSet OpenReader()
    {
        var database = Database.Open(_files.Database, readOnly: true, _options.LockTimeout);
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA cache_size = -{_options.ReaderCacheMegabytes * 1024}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF"));
        return new PortSet(database, recentKeys: null);
    }

    private void DisposeIdle()
    {
        while (_idle.TryTake(out var idle))
        {
            idle.Dispose();
        }
    }
}
