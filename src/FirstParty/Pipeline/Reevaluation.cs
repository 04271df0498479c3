using FirstParty.Diagnostics;

namespace FirstParty.Pipeline;

/// <summary>Runs <see cref="ReevaluateWork"/> in the background from the start until memberships follow every definition.</summary>
internal sealed class Reevaluation(
    Func<WriterWork, CancellationToken, ValueTask> submit, Func<LongLook, CancellationToken, ValueTask> take, LineParts parts) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time = parts.Time;

    /// <summary>Completes when memberships follow every definition; cancelled when the platform is disposed before.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    public void Start() => Done = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            try
            {
                var work = new ReevaluateWork(parts);
                await submit(work, _stopping.Token).ConfigureAwait(false);
                foreach (var look in work.Long)
                {
                    await take(look, _stopping.Token).ConfigureAwait(false);
                }

                if (work.Pending.Count == 0)
                {
                    return;
                }
            }
            catch (Storage.StorageException)
            {
                // Those who write learn of it; what is not done stays marked so, and is tried again.
                Telemetry.RefreshFailed();
                await Task.Delay(Patience, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
    }
}
