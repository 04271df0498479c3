using FirstParty.Storage.InMemory;

namespace FirstParty.Storage;

/// <summary>
/// Everything in memory: for tests, trials and hosts that need no memory of yesterday. A session works on a version of its own; a commit publishes it
/// as a whole. Readers never wait.
/// </summary>
public sealed class InMemoryStorage : FirstPartyStorage
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private InMemoryState _state = InMemoryState.Empty;

    /// <inheritdoc />
    public override bool IsSingleWriter => true;

    /// <inheritdoc />
    public override ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new InMemorySession(_state, Publish, () => _writing.Release());
    }

    /// <inheritdoc />
    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<StorageSession>(new InMemorySession(Volatile.Read(ref _state), publish: null, ended: null));

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        _writing.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Publish(InMemoryState state) => Volatile.Write(ref _state, state);
}
