using FirstParty.Diagnostics;
using FirstParty.Identity;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// Takes up people with long histories, one at a time and each in a transaction of its own. After each it rests for as long as that took, so that no
/// more than half of one processor's time goes by with them. What is due stays due in the store until it is looked at.
/// </summary>
/// <param name="take">Takes one look and waits until what it found is durable.</param>
/// <param name="parts">The parts of the line.</param>
/// <param name="lost">Told that what is due in the store has to be found again.</param>
internal sealed class LongLooks(Func<LongLook, CancellationToken, ValueTask> take, LineParts parts, Action lost) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<LongLook> _waiting = [];
    private readonly Dictionary<ProfileId, LinkedListNode<LongLook>> _places = [];
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private bool _busy;

    /// <summary>Takes looks into the queue; those of one person become one.</summary>
    public void Take(IReadOnlyList<LongLook> looks)
    {
        lock (_lock)
        {
            foreach (var look in looks)
            {
                if (_places.TryGetValue(look.Person, out var place))
                {
                    place.Value = new LongLook(
                        look.Person, [.. place.Value.Due.Concat(look.Due).DistinctBy(flip => flip.Profile)], place.Value.IsAwaited && look.IsAwaited);
                }
                else
                {
                    _places.Add(look.Person, _waiting.AddLast(look));
                }
            }

            if (!_busy && _waiting.Count > 0 && !_stopping.IsCancellationRequested)
            {
                _busy = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (Next() is { } look)
        {
            var started = parts.Now;
            try
            {
                await take(look, _stopping.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // What goes wrong with one person must not keep the others waiting for ever.
            catch (Exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                // Those who write learn of it. What is due stays due in the store, and is found there once it may have recovered.
                Telemetry.RefreshFailed();
                await Task.Delay(Patience, parts.Time, _stopping.Token).ConfigureAwait(false);
                lost();
            }

            await Task.Delay(RestAfter(parts.Now - started), parts.Time, _stopping.Token).ConfigureAwait(false);
        }
    }

    // The clock may have been set meanwhile.
    private static TimeSpan RestAfter(TimeSpan took) => took < TimeSpan.Zero ? TimeSpan.Zero : took > Patience ? Patience : took;

    private LongLook? Next()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first || _stopping.IsCancellationRequested)
            {
                _busy = false;
                return null;
            }

            _waiting.RemoveFirst();
            _places.Remove(first.Value.Person);
            return first.Value;
        }
    }
}
