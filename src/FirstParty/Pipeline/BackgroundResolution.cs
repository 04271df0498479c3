using FirstParty.Diagnostics;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Resolves in the background what was acknowledged without: at every start what an earlier run left, then, where resolution is left to it, whatever
/// comes. Of several nodes one resolves at a time.
/// </summary>
/// <param name="submit">Hands a work to the writer that resolves.</param>
/// <param name="parts">The parts of that writer's line.</param>
/// <param name="isOn">Whether this node leaves resolution to the background.</param>
internal sealed class BackgroundResolution(Func<WriterWork, CancellationToken, ValueTask> submit, LineParts parts, bool isOn) : IAsyncDisposable
{
    /// <summary>How soon it looks for what another node has left, and tries again after a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _waking = new();
    private Task _running = Task.CompletedTask;

    public bool IsOn => isOn;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Says that there is something to resolve.</summary>
    public void Wake()
    {
        lock (_waking)
        {
            if (isOn && !_stopping.IsCancellationRequested && _wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    /// <summary>Resolves all that was acknowledged before, by any node.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        ResolveWork work;
        do
        {
            work = new ResolveWork(parts);
            await submit(work, cancellationToken).ConfigureAwait(false);
        }
        while (work.HasMore);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        lock (_waking)
        {
            _wake.Dispose();
        }
    }

    private async Task RunAsync()
    {
        do
        {
            try
            {
                await SettleAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (StorageException)
            {
                Telemetry.RefreshFailed(); // Those who write learn of it; what waits goes on waiting.
            }
        }
        while (isOn && await RestAsync().ConfigureAwait(false));
    }

    private async ValueTask<bool> RestAsync()
    {
        await _wake.WaitAsync(Patience, _stopping.Token).ConfigureAwait(false);
        return true;
    }
}
