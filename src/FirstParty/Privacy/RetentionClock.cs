using FirstParty.Diagnostics;

namespace FirstParty.Privacy;

/// <summary>Sweeps soon after the start and once a day from then on, where anything is ever over.</summary>
internal sealed class RetentionClock(RetentionSweep sweep, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = sweep.IsNeeded ? Task.Run(RunAsync) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        for (var wait = First; ; wait = Every)
        {
            await Task.Delay(wait, time, _stopping.Token).ConfigureAwait(false);
            try
            {
                await sweep.RunAsync(_stopping.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One failed sweep is made up for by the next; those who write learn of a store that is down.
            catch (Exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Telemetry.SweepFailed();
            }
        }
    }
}
