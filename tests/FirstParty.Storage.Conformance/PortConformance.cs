namespace FirstParty.Storage.Conformance;

/// <summary>What every fixture of this kit has: an open storage over a new place for each test.</summary>
[Parallelizable(ParallelScope.Self)]
public abstract class PortConformance<TBackend>
    where TBackend : StorageBackend, new()
{
    protected TBackend Backend { get; private set; } = null!;

    protected FirstPartyStorage Storage { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task OpenStorage()
    {
        Backend = new TBackend();
        Storage = Backend.Create();
        await Storage.OpenAsync(Token);
    }

    [TearDown]
    public async Task CloseStorage()
    {
        await Storage.DisposeAsync();
        Backend.Dispose();
    }

    protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = Backend.Create();
        await Storage.OpenAsync(Token);
    }

    /// <summary>Does something in a session of its own and commits it.</summary>
    protected async Task WriteAsync(Func<StorageSession, Task> act)
    {
        await using var session = await Storage.BeginWriteAsync(Token);
        await act(session);
        await session.CommitAsync(Token);
    }

    /// <summary>Does something in a session of its own and leaves it without a commit.</summary>
    protected async Task UndoAsync(Func<StorageSession, Task> act)
    {
        await using var session = await Storage.BeginWriteAsync(Token);
        await act(session);
    }

    /// <summary>Asks something in a reading session of its own.</summary>
    protected async Task<T> ReadAsync<T>(Func<StorageSession, Task<T>> ask)
    {
        await using var session = await Storage.BeginReadAsync(Token);
        return await ask(session);
    }
}
