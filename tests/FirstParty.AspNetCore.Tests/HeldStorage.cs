using FirstParty.Storage;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.AspNetCore.Tests;

/// <summary>Memory whose writer can be held up, or made to fail; it can be looked into after the platform is gone.</summary>
internal sealed class HeldStorage() : PassingStorage(new InMemoryStorage(), keeps: true)
{
    private volatile TaskCompletionSource? _gate;

    /// <summary>Completes once the writer is held up.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What every commit fails with; null to let them be.</summary>
    public StorageError? Failing { get; set; }

    /// <summary>How many transactions were committed.</summary>
    public int Commits { get; private set; }

    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        if (_gate is { } gate)
        {
            Held.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
        }

        return await base.BeginWriteAsync(cancellationToken);
    }

    protected override StorageSession OfWriter(StorageSession session) => new Session(session, this);

    private sealed class Session(StorageSession inner, HeldStorage storage) : PassingSession(inner)
    {
        public override ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            storage.Commits++;
            return storage.Failing is { } error ? throw new StorageException(error, "It fails.") : base.CommitAsync(cancellationToken);
        }
    }
}
