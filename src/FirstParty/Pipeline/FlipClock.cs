namespace FirstParty.Pipeline;

/// <summary>
/// Wakes up when the next membership may flip by the clock alone. One timer for everybody: the store's index says who is due. After a restart
/// the first look finds whatever came due in between.
/// </summary>
internal sealed class FlipClock : IAsyncDisposable
{
    /// <summary>The longest that it sleeps: what other nodes noted is found no later than this.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, ValueTask<int>> _refresh;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MaxValue;
    private Task _running = Task.CompletedTask;
    private bool _busy;

    public FlipClock(TimeProvider time, Func<CancellationToken, ValueTask<int>> refresh)
    {
        (_time, _refresh) = (time, refresh);
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A membership may flip at this instant; wakes then at the latest.</summary>
    public void Note(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (at < _next && !_stopping.IsCancellationRequested)
            {
                _next = at;
                Set(at - _time.GetUtcNow());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (!_busy && !_stopping.IsCancellationRequested)
            {
                _busy = true;
                _next = _time.GetUtcNow() + LongestSleep;
                _running = Task.Run(RefreshAsync);
            }
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await _refresh(_stopping.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A clock that dies of one fault would leave every window open.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The platform is being disposed, or the store is down and those who write learn of it. What is due stays due and is looked for again.
            Diagnostics.Telemetry.RefreshFailed();
        }
        finally
        {
            lock (_lock)
            {
                _busy = false;
                if (!_stopping.IsCancellationRequested)
                {
                    Set(_next - _time.GetUtcNow());
                }
            }
        }
    }

    private void Set(TimeSpan delay) => _timer.Change(
        delay <= TimeSpan.Zero ? TimeSpan.Zero : delay > LongestSleep ? LongestSleep : delay + TimeSpan.FromMilliseconds(1),
        Timeout.InfiniteTimeSpan);
}
