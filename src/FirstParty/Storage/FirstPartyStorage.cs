namespace FirstParty.Storage;

/// <summary>
/// Where everything is kept. The library comes with memory, SQLite and PostgreSQL; a host may bring its own and prove it with the
/// conformance fixtures of <c>FirstParty.Storage.Conformance</c>.
/// </summary>
/// <remarks>
/// For implementers: thread-safe. Readers must never block the writer. All times are stored with at least microsecond precision, in UTC;
/// text is compared ordinally. Every fault is a <see cref="StorageException"/> with the original inside.
/// </remarks>
public abstract class FirstPartyStorage : IAsyncDisposable
{
    /// <summary>
    /// Whether this process is the store's only writer, so that what it has read stays true until it writes itself and may be cached.
    /// </summary>
    public abstract bool IsSingleWriter { get; }

    /// <summary>Makes the store ready: creates it on first use, migrates an older one, refuses a newer one. Called once, before anything else.</summary>
    /// <exception cref="StorageException">The store cannot be opened, is corrupt, or was written by a newer version.</exception>
    public abstract ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins a session that may write. A single-writer store gives one at a time and waits for the one before.</summary>
    public abstract ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Begins a session that only reads, from one consistent state. Any number may be open at once.</summary>
    public abstract ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
