using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Passing;

/// <summary>A storage that fails, or has its caller cancelled, at a step that the test names. Only calls with its own token count as steps.</summary>
/// <param name="inner">Where everything goes.</param>
/// <param name="isOpen">Whether the other is open already, and stays so.</param>
internal sealed class StoppingStorage(FirstPartyStorage inner, bool isOpen = false) : PassingStorage(inner, keeps: isOpen), IDisposable
{
    private readonly bool _isOpen = isOpen;
    private CancellationTokenSource _caller = new();
    private bool _cancels;
    private int _stepsLeft = int.MaxValue;
    private int _sessions;
    private int _others;

    public CancellationToken Token => _caller.Token;

    /// <summary>Whether the step was come to.</summary>
    public bool HasStopped { get; private set; }

    public bool IsOpened { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>How many sessions are open.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <summary>How many sessions were begun by others than who has the token.</summary>
    public int Others => Volatile.Read(ref _others);

    /// <summary>What opening waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Stops whoever has the new token, once, after so many steps.</summary>
    public void StopAfter(int steps, bool cancels)
    {
        _caller.Dispose();
        (_caller, _cancels, _stepsLeft, HasStopped) = (new CancellationTokenSource(), cancels, steps, false);
    }

    public override async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        IsOpened.ShouldBeFalse("a storage is opened once");
        await Gate;
        Step(cancellationToken);
        if (!_isOpen)
        {
            await base.OpenAsync(cancellationToken);
        }

        IsOpened = true;
    }

    public override async ValueTask<StorageSession> BeginReadAsync(CancellationToken cancellationToken)
    {
        Begin(cancellationToken);
        var session = new Session(await base.BeginReadAsync(cancellationToken), () => Step(cancellationToken), this);
        Interlocked.Increment(ref _sessions);
        return session;
    }

    public override ValueTask<StorageSession> BeginWriteAsync(CancellationToken cancellationToken)
    {
        Begin(cancellationToken);
        return base.BeginWriteAsync(cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        IsClosed = true;
        return base.DisposeAsync();
    }

    public void Dispose() => _caller.Dispose();

    private void Begin(CancellationToken cancellationToken)
    {
        IsClosed.ShouldBeFalse("nobody comes after it was closed");
        Interlocked.Add(ref _others, cancellationToken == Token ? 0 : 1);
        Step(cancellationToken);
    }

    private void Step(CancellationToken cancellationToken)
    {
        if (cancellationToken != Token || HasStopped || _stepsLeft-- > 0)
        {
            return;
        }

        HasStopped = true;
        if (_cancels)
        {
            _caller.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        }

        throw new StorageException(StorageError.Unavailable, "The test stopped it.");
    }

    private sealed class Session(StorageSession inner, Action step, StoppingStorage storage) : PassingSession(inner)
    {
        public override ConsentLog Consent
        {
            get
            {
                step();
                return base.Consent;
            }
        }

        public override IdentityGraph Identity
        {
            get
            {
                step();
                return base.Identity;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Interlocked.Decrement(ref storage._sessions);
            step();
        }
    }
}
