using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Wakes up when the next membership may flip by the clock alone. The flips of the next hour stand on a wheel in memory, read from the store's index at
/// the start and hour by hour, and moved with every commit; so windows expire on time without a sweep, and what came due while nothing ran is found first.
/// </summary>
internal sealed class FlipClock : IAsyncDisposable
{
    private const int Page = 1_000;
    private const int MostHeld = 100_000;
    private const int Slice = 500;

    private static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    /// <summary>How soon it tries again after a fault, and how soon it learns of what other writers of the same store noted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, ValueTask<StorageSession>> _read;
    private readonly Func<IReadOnlyList<ProfileFlip>, CancellationToken, ValueTask> _refresh;
    private readonly TimeSpan _horizon;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<Action> _meanwhile = [];
    private FlipWheel _wheel;
    private DateTimeOffset _through = DateTimeOffset.MinValue;
    private Task _running = Task.CompletedTask;
    private bool _busy;
    private bool _reading;

    /// <param name="time">The clock.</param>
    /// <param name="read">Begins a reading session of the store.</param>
    /// <param name="refresh">Looks at people again and commits; throws when it could not.</param>
    /// <param name="isSingleWriter">Whether nobody else writes to the store.</param>
    public FlipClock(
        TimeProvider time,
        Func<CancellationToken, ValueTask<StorageSession>> read,
        Func<IReadOnlyList<ProfileFlip>, CancellationToken, ValueTask> refresh,
        bool isSingleWriter)
    {
        (_time, _read, _refresh, _horizon) = (time, read, refresh, isSingleWriter ? Horizon : Patience);
        _wheel = new FlipWheel(Now);
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private DateTimeOffset Now => ClockCorrection.Truncate(_time.GetUtcNow());

    public void Start() => _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    /// <summary>Flips that a commit replaced or brought forward.</summary>
    public void Move(IReadOnlyList<ProfileFlip> replaced, IReadOnlyList<ProfileFlip> sooner)
    {
        lock (_lock)
        {
            if (_reading)
            {
                _meanwhile.Add(() => Put(replaced, sooner));
                return;
            }

            Put(replaced, sooner);
            if (!_busy && _through > DateTimeOffset.MinValue)
            {
                Sleep();
            }
        }
    }

    /// <summary>What stands on the wheel may no longer be what the store holds: it is read anew.</summary>
    public void Reread()
    {
        lock (_lock)
        {
            _through = DateTimeOffset.MinValue;
            if (!_busy && !_stopping.IsCancellationRequested)
            {
                Start();
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

    // What lies beyond the wheel's hour is left to the store, and read when its hour comes.
    private void Put(IReadOnlyList<ProfileFlip> replaced, IReadOnlyList<ProfileFlip> sooner)
    {
        foreach (var flip in replaced)
        {
            _wheel.Schedule(flip.At <= _through ? flip : flip with { At = null });
        }

        foreach (var flip in sooner.Where(flip => flip.At <= _through))
        {
            _wheel.BringForward(flip);
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (!_busy && !_stopping.IsCancellationRequested)
            {
                _busy = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        var failed = false;
        try
        {
            await FillAsync(_stopping.Token).ConfigureAwait(false);
            IReadOnlyList<ProfileFlip> due;
            lock (_lock)
            {
                due = _wheel.Advance(Now);
            }

            foreach (var slice in due.Chunk(Slice))
            {
                await _refresh(slice, _stopping.Token).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // A clock that dies of one fault would leave every window open.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The platform is being disposed, or the store is down and those who write learn of it. What is due stays due in the store and is read again.
            Diagnostics.Telemetry.RefreshFailed();
            failed = true;
        }
        finally
        {
            Rest(failed);
        }
    }

    private void Rest(bool failed)
    {
        lock (_lock)
        {
            _busy = false;
            if (failed)
            {
                (_wheel, _through) = (new FlipWheel(Now), DateTimeOffset.MinValue);
            }

            if (!_stopping.IsCancellationRequested)
            {
                Sleep(failed ? Now + Patience : null);
            }
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset until;
        lock (_lock)
        {
            if (Now < _through)
            {
                return;
            }

            until = Now + _horizon;
            _reading = true;
            _wheel = new FlipWheel(Now);
        }

        var read = new List<ProfileFlip>();
        try
        {
            var isAll = await ReadAsync(read, until, cancellationToken).ConfigureAwait(false);
            until = isAll ? until : read[^1].At!.Value - TimeSpan.FromTicks(1);
        }
        finally
        {
            Take(read, until);
        }
    }

    private async ValueTask<bool> ReadAsync(List<ProfileFlip> read, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var session = await _read(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            IReadOnlyList<ProfileFlip> page;
            do
            {
                page = await session.Segments
                    .ReadDueFlipsAsync(until, read.Count == 0 ? null : read[^1], Page, cancellationToken).ConfigureAwait(false);
                read.AddRange(page);
            }
            while (page.Count == Page && read.Count < MostHeld);
            return page.Count < Page;
        }
    }

    private void Take(List<ProfileFlip> read, DateTimeOffset until)
    {
        lock (_lock)
        {
            _through = until;
            read.ForEach(_wheel.Schedule);
            _meanwhile.ForEach(put => put());
            _meanwhile.Clear();
            _reading = false;
        }
    }

    private void Sleep(DateTimeOffset? wake = null)
    {
        var next = wake ?? (_wheel.NextWake is { } flip && flip < _through ? flip : _through);
        var delay = next - Now;
        _timer.Change(
            delay <= TimeSpan.Zero ? TimeSpan.Zero : delay > Horizon ? Horizon : delay + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
