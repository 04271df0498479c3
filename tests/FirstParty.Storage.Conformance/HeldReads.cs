using FirstParty.Events;
using FirstParty.Identity;
using FirstParty.Storage.Conformance.Passing;

namespace FirstParty.Storage.Conformance;

/// <summary>A storage whose readers can be kept from the events of somebody: what goes on beside a long read can be seen, however fast it is.</summary>
internal sealed class HeldReads(FirstPartyStorage inner, Identifier of) : PassingStorage(inner)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _gate;

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

    protected override StorageSession OfReader(StorageSession session) => new Session(session, this);

    private async Task PassAsync(IReadOnlyCollection<Identifier> anchors)
    {
        if (_gate is { } gate && anchors.Contains(of))
        {
            _begun.TrySetResult();
            await gate.Task;
        }
    }

    private sealed class Session(StorageSession inner, HeldReads held) : PassingSession(inner)
    {
        public override EventLog Events { get; } = new HeldEvents(inner.Events, held);
    }

    private sealed class HeldEvents(EventLog inner, HeldReads held) : PassingEvents(inner)
    {
        public override async ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
            IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken)
        {
            await held.PassAsync(anchors);
            return await base.ReadAsync(anchors, cancellationToken);
        }
    }
}
