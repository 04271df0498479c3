namespace FirstParty.Sqlite;

/// <summary>How the database file is written. The defaults suit a shop; change them one at a time, measuring. Immutable.</summary>
public sealed record SqliteStorageOptions
{
    /// <summary>What a commit waits for; <see cref="SqliteDurability.Full"/> by default.</summary>
    public SqliteDurability Durability { get; init; } = SqliteDurability.Full;

    /// <summary>The writer's page cache in megabytes, 1 to 4,096; 64 by default. More keeps random keys fast in a large file.</summary>
    public int CacheMegabytes { get; init; } = 64;

    /// <summary>Each reader's page cache in megabytes, 1 to 4,096; 16 by default.</summary>
    public int ReaderCacheMegabytes { get; init; } = 16;

    /// <summary>How many idle reading connections are kept, 0 to 1,000; 8 by default. More may be open at once.</summary>
    public int IdleReaders { get; init; } = 8;

    /// <summary>
    /// How long to wait for a lock that another program holds (a shell, a backup tool), and how long an erasure waits for readers before it leaves
    /// the wiping of old copies to the next commit; 5 seconds by default, at most 10 minutes.
    /// </summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many pages written to the log they are brought into the file.</summary>
    internal int CheckpointPages { get; init; } = 10_000;

    /// <summary>How many keys of the newest events the writer holds in memory before it brings them into their table.</summary>
    internal int RecentKeys { get; init; } = 200_000;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(CacheMegabytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CacheMegabytes, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReaderCacheMegabytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReaderCacheMegabytes, 4096);
        ArgumentOutOfRangeException.ThrowIfNegative(IdleReaders);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IdleReaders, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(LockTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockTimeout, TimeSpan.FromMinutes(10));
    }
}
