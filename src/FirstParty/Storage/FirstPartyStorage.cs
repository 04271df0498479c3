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

    /// <summary>Makes the store ready: creates it on first use, migrates an older one, refuses a newer one. Called before anything else: once, and
    /// again only when it failed or was cancelled.</summary>
    /// <exception cref="StorageException">The store cannot be opened, is corrupt, or was written by a newer version.</exception>
    public abstract ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins a session that may write. A single-writer store gives one at a time and waits for the one before.</summary>
    public abstract ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins a session that may write and beside which nobody else writes, in any process: for what touches everything, such as a rebuild. It waits
    /// for all writers before it; those after it wait for its end. A single writer always has that.
    /// </summary>
    public virtual ValueTask<StorageSession> BeginExclusiveAsync(CancellationToken cancellationToken) => BeginWriteAsync(cancellationToken);

    /// <summary>
    /// Waits a little after a session failed with <see cref="StorageError.Conflict"/>, before its work is done again in a new one.
    /// </summary>
    /// <param name="conflicts">How often this work has met a conflict, from 1.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>False when it has been tried often enough and the conflict is the caller's; so it is at once for a single writer.</returns>
    public virtual ValueTask<bool> PauseAfterConflictAsync(int conflicts, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Begins a session that only reads, from one consistent state. Any number may be open at once.</summary>
    public abstract ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken);

    /// <summary>Closes the store. May be called on one that was never opened, or could not be.</summary>
    public abstract ValueTask DisposeAsync();
}
