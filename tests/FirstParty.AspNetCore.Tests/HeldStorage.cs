using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.AspNetCore.Tests;

/// <summary>Memory whose writer can be held up, or made to fail.</summary>
internal sealed class HeldStorage : FirstPartyStorage
{
    private readonly InMemoryStorage _inner = new();
    private volatile TaskCompletionSource? _gate;

    /// <summary>Completes once the writer is held up.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What every commit fails with; null to let them be.</summary>
    public StorageError? Failing { get; set; }

    /// <summary>How many transactions were committed.</summary>
    public int Commits { get; private set; }

    public override bool IsSingleWriter => true;

    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => _inner.OpenAsync(cancellationToken);

    public override async ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        if (_gate is { } gate)
        {
            Held.TrySetResult();
            await gate.Task.WaitAsync(cancellationToken);
        }

        return new Session(await _inner.BeginWriteAsync(cancellationToken), this);
    }

    public override ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) => _inner.BeginReadAsync(cancellationToken);

    /// <summary>It can be looked into after the platform is gone.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Session(StorageSession inner, HeldStorage storage) : StorageSession
    {
        public override EventLog Events => inner.Events;

        public override ErasedFacts ErasedFacts => inner.ErasedFacts;

        public override Quarantine Quarantine => inner.Quarantine;

        public override IdentityGraph Identity => inner.Identity;

        public override ConsentLog Consent => inner.Consent;

        public override ProfileStore Profiles => inner.Profiles;

        public override TraitOutbox TraitOutbox => inner.TraitOutbox;

        public override UnresolvedFacts Unresolved => inner.Unresolved;

        public override SegmentStore Segments => inner.Segments;

        public override ConsumerCursors Cursors => inner.Cursors;

        public override ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            storage.Commits++;
            return storage.Failing is { } error ? throw new StorageException(error, "It fails.") : inner.CommitAsync(cancellationToken);
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
