using FirstParty.Consent;
using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Profiles;
using FirstParty.Segments;

namespace FirstParty.Storage.Conformance;

/// <summary>A storage whose readers can be kept from the events of somebody: what goes on beside a long read can be seen, however fast it is.</summary>
internal sealed class HeldReads(FirstPartyStorage inner, Identifier of) : FirstPartyStorage
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _gate;

    public override bool IsSingleWriter => inner.IsSingleWriter;

    /// <summary>Completes when a reader has come to the events and is kept from them.</summary>
    public Task Begun => _begun.Task;

    /// <summary>From now on readers wait, until <see cref="Release"/>.</summary>
    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public override ValueTask OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public override ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken) => inner.BeginWriteAsync(cancellationToken);

    public override ValueTask<StorageSession> BeginExclusiveAsync(CancellationToken cancellationToken) => inner.BeginExclusiveAsync(cancellationToken);

    public override ValueTask<bool> PauseAfterConflictAsync(int conflicts, CancellationToken cancellationToken) =>
        inner.PauseAfterConflictAsync(conflicts, cancellationToken);

    public override async ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken) =>
        new Session(await inner.BeginReadAsync(cancellationToken), this);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task PassAsync(IReadOnlyCollection<Identifier> anchors)
    {
        if (_gate is { } gate && anchors.Contains(of))
        {
            _begun.TrySetResult();
            await gate.Task;
        }
    }

    private sealed class Session(StorageSession inner, HeldReads held) : StorageSession
    {
        public override EventLog Events { get; } = new HeldEvents(inner.Events, held);

        public override ErasedFacts ErasedFacts => inner.ErasedFacts;

        public override Quarantine Quarantine => inner.Quarantine;

        public override UnresolvedFacts Unresolved => inner.Unresolved;

        public override IdentityGraph Identity => inner.Identity;

        public override ConsentLog Consent => inner.Consent;

        public override ProfileStore Profiles => inner.Profiles;

        public override TraitOutbox TraitOutbox => inner.TraitOutbox;

        public override SegmentStore Segments => inner.Segments;

        public override ConsumerCursors Cursors => inner.Cursors;

        public override ValueTask CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class HeldEvents(EventLog inner, HeldReads held) : EventLog
    {
        public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
            inner.AppendAsync(events, cancellationToken);

        public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
            IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken)
        {
            await held.PassAsync(anchors);
            return await inner.ReadAsync(anchors, cancellationToken);
        }

        public override ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken) =>
            inner.FindAsync(ids, cancellationToken);

        public override IAsyncEnumerable<LoggedEvent> ReadAllAsync(CancellationToken cancellationToken) => inner.ReadAllAsync(cancellationToken);

        public override ValueTask<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

        public override ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
            IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken) =>
            inner.CountAnchoredAsync(anchors, most, cancellationToken);

        public override ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken) =>
            inner.ReanchorAsync(anchors, cancellationToken);

        public override ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken) =>
            inner.EraseAsync(events, cancellationToken);
    }
}
