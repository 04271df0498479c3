using System.Diagnostics;
using System.Threading.Channels;
using FirstParty.Diagnostics;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>
/// The one writer of this process. Works queue in a bounded channel; whatever has gathered while the last group was being committed becomes the
/// next one: a lone caller waits for nobody, and many share one commit. While nothing is queued nothing runs: the first work starts the loop on a
/// thread of the pool, and where it was the only one, its caller goes on there, after the loop has come to rest.
/// </summary>
internal sealed class WriterLoop : IAsyncDisposable, IThreadPoolWorkItem
{
    /// <summary>How many events one group takes at most.</summary>
    public const int MaxGroupWeight = 1_000;

    private const int Capacity = 512;
    private const int ConflictsBesideOthers = 5;
    private const int SaturatedWeight = 50_000;

    private readonly FirstPartyStorage _storage;
    private readonly Action _forget;
    private readonly Func<StorageSession, bool, CancellationToken, ValueTask> _catchUp;
    private readonly Channel<WriterWork> _queue = Channel.CreateBounded<WriterWork>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly Action<bool?> _ended;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private long _waitingWeight;
    private volatile StorageException? _fault;

    /// <param name="storage">Where works write.</param>
    /// <param name="forget">Makes works forget what they remember of the store: a transaction was undone, or changed more than it told.</param>
    /// <param name="ended">Told the end of every session, and whether it was committed (null where nobody can tell), before those who wait for its works.</param>
    /// <param name="catchUp">Where others write the store too: what every session begins with, to learn of what they changed for everybody, unless its works do by themselves.</param>
    /// <param name="time">The clock that commits are timed by.</param>
    public WriterLoop(
        FirstPartyStorage storage,
        Action forget,
        Action<bool?> ended,
        Func<StorageSession, bool, CancellationToken, ValueTask> catchUp,
        TimeProvider time) => (_storage, _forget, _ended, _catchUp, _time) = (storage, forget, ended, catchUp, time);

    /// <summary>Whether callers should be asked to come back later.</summary>
    public bool IsSaturated => Volatile.Read(ref _waitingWeight) > SaturatedWeight || _queue.Reader.Count > Capacity * 3 / 4;

    /// <summary>What the store failed the last session with; null when it did not.</summary>
    public StorageException? Fault => _fault;

    /// <summary>Queues a work and waits until it is durable. Cancelling stops the wait in the queue, never a work that was taken.</summary>
    /// <exception cref="ObjectDisposedException">The platform has been disposed.</exception>
    /// <exception cref="StorageException">
    /// The store failed; nothing of the work was stored, save perhaps with <see cref="StorageError.OutcomeUnknown"/>.
    /// </exception>
    public async ValueTask SubmitAsync(WriterWork work, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _waitingWeight, work.Weight);
        Telemetry.Queued(work.Weight);
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Add(ref _waitingWeight, -work.Weight);
            Telemetry.Queued(-work.Weight);
            ObjectDisposedException.ThrowIf(exception is ChannelClosedException, this);
            throw;
        }

        Start();
        await work.Done.ConfigureAwait(false);
    }

    /// <summary>Takes no more work, finishes what is queued, then returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        Start();
        await _stopped.Task.ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    /// <summary>Starts the loop unless it runs.</summary>
    private void Start()
    {
        if (TryTake())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    private bool TryTake() => Interlocked.CompareExchange(ref _running, 1, 0) == 0;

    private async Task RunAsync()
    {
        var group = new List<WriterWork>();
        bool rests;
        do
        {
            group.Clear();
            Gather(group);
            if (group is [var lone])
            {
                var failure = await TryCommitAsync(group).ConfigureAwait(false);
                rests = TryRest();
                lone.End(failure, here: rests);
            }
            else
            {
                await CommitAsync(group).ConfigureAwait(false);
                rests = TryRest();
            }
        }
        while (!rests);
    }

    /// <summary>Lets whoever queues the next work start the loop; not where work was queued meanwhile.</summary>
    private bool TryRest()
    {
        Interlocked.Exchange(ref _running, 0);
        if (_queue.Reader.TryPeek(out _) && TryTake())
        {
            return false;
        }

        if (_queue.Reader.Completion.IsCompleted)
        {
            _stopped.TrySetResult();
        }

        return true;
    }

    private void Gather(List<WriterWork> group)
    {
        var weight = 0;
        while (weight < MaxGroupWeight && MayFollow(group) && _queue.Reader.TryRead(out var work))
        {
            group.Add(work);
            weight += work.Weight;
        }

        Interlocked.Add(ref _waitingWeight, -weight);
        Telemetry.Queued(-weight);
    }

    /// <summary>
    /// Where others write too, a session holds what one run of works needs, from its beginning: a second run would have to ask for more in the middle.
    /// </summary>
    private bool MayFollow(List<WriterWork> group) =>
        _storage.IsSingleWriter || group.Count == 0 || (_queue.Reader.TryPeek(out var next) && group[^1].Joins(next));

    /// <summary>
    /// Commits the group as one; if that fails, each of its works alone, so that one bad work never harms its neighbours. What may have been
    /// committed is never tried again.
    /// </summary>
    private async ValueTask CommitAsync(List<WriterWork> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        var failure = await TryCommitAsync(group).ConfigureAwait(false);
        foreach (var work in group)
        {
            // A store that fails, fails for all; anything else is one work's own fault, and the others are tried without it.
            var own = failure is null or StorageException ? failure : await TryCommitAsync([work]).ConfigureAwait(false);
            work.End(own, here: false);
        }
    }

    /// <summary>Tries again, in a new session, when another writer got in the way; at last with nobody beside it.</summary>
    private async ValueTask<Exception?> TryCommitAsync(List<WriterWork> group)
    {
        for (var conflicts = 0; ;)
        {
            var failure = await TryCommitAsync(group, group.Exists(work => work.IsExclusive) || conflicts >= ConflictsBesideOthers).ConfigureAwait(false);
            if (failure is not StorageException { Error: StorageError.Conflict }
                || !await _storage.PauseAfterConflictAsync(++conflicts, CancellationToken.None).ConfigureAwait(false))
            {
                return failure;
            }
        }
    }

    private async ValueTask<Exception?> TryCommitAsync(List<WriterWork> group, bool alone)
    {
        var (committing, committed) = (false, false);
        using var activity = Telemetry.IsTraced
            ? Telemetry.Session([.. group.Select(work => work.Caller).OfType<ActivityContext>()], group.Sum(work => work.Weight))
            : null;
        try
        {
            var session = alone
                ? await _storage.BeginExclusiveAsync(CancellationToken.None).ConfigureAwait(false)
                : await _storage.BeginWriteAsync(CancellationToken.None).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                if (!_storage.IsSingleWriter)
                {
                    await _catchUp(session, group.TrueForAll(work => work.CatchesUp), CancellationToken.None).ConfigureAwait(false);
                }

                foreach (var run in group.Count == 1 ? [group] : Runs(group))
                {
                    await RunAsync(run, session).ConfigureAwait(false);
                }

                committing = true;
                using (Telemetry.Step("commit", _time))
                {
                    await session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                }

                committed = true;
            }

            if (group.Exists(work => !work.KeepsMemory))
            {
                _forget(); // Once more: whoever reads beside the writer must learn of it after the commit.
            }

            _fault = null;
            _ended(true);
            return null;
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the callers who wait; the loop must live on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_storage.IsSingleWriter)
            {
                _forget(); // Beside others, who was held by a session that failed does not count as met any more.
            }

            var isUnknown = committed || (committing && exception is not StorageException { Error: not StorageError.OutcomeUnknown });
            _ended(isUnknown ? null : false);
            var failure = committed || (committing && exception is not StorageException) ? OutcomeUnknown(exception) : exception;
            Note(failure as StorageException, activity);
            return failure;
        }
    }

    private async ValueTask RunAsync(List<WriterWork> run, StorageSession session)
    {
        if (run[0].KeepsMemory)
        {
            await run[0].RunAsync(run, session, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        _forget();
        await run[0].RunAsync(run, session, CancellationToken.None).ConfigureAwait(false);
        _forget();
    }

    /// <summary>A conflict with another writer is no fault of the store: the work is done again.</summary>
    private void Note(StorageException? fault, Activity? activity)
    {
        activity?.SetStatus(ActivityStatusCode.Error);
        if (fault is not null and not { Error: StorageError.Conflict })
        {
            _fault = fault;
            activity?.SetTag("error.type", fault.Error.ToString());
            Telemetry.Faulted(fault.Error);
        }
    }

    /// <summary>A fault of which the store did not say what it means for the commit.</summary>
    private static StorageException OutcomeUnknown(Exception exception) => new(
        StorageError.OutcomeUnknown, "The store failed while it committed: what was written is there once, or not at all. Ask the store.", exception);

    private static List<List<WriterWork>> Runs(List<WriterWork> group)
    {
        var runs = new List<List<WriterWork>>();
        foreach (var work in group)
        {
            if (runs.Count > 0 && runs[^1][^1].Joins(work))
            {
                runs[^1].Add(work);
            }
            else
            {
                runs.Add([work]);
            }
        }

        return runs;
    }
}
