using System.Diagnostics;
using FirstParty.Diagnostics;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>One thing that the writer is asked to do; its caller waits until it is committed.</summary>
internal abstract class WriterWork
{
    private readonly TaskCompletionSource _done = new();

    /// <summary>Where whoever asked stands in the host's traces; null when nobody listens.</summary>
    public ActivityContext? Caller { get; } = Telemetry.Caller();

    /// <summary>How many events it counts for when works are grouped.</summary>
    public virtual int Weight => 1;

    /// <summary>Completes once the work is durable, or fails with what kept it from being so.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether nobody may write beside it, in any process: it reads or changes more than it can hold.</summary>
    public virtual bool IsExclusive => false;

    /// <summary>Whether the next work may walk the line together with this one.</summary>
    public virtual bool Joins(WriterWork next) => false;

    /// <summary>
    /// Whether what is remembered of people stays true through this work, because it says itself whom it changes. All else is followed by works that
    /// read everything anew.
    /// </summary>
    public virtual bool KeepsMemory => false;

    /// <summary>Whether it learns by itself of the rules that others may have changed, once it holds whom it is about.</summary>
    public virtual bool CatchesUp => false;

    /// <summary>Whether it goes by who is who, so that everything that was acknowledged before it must be resolved first.</summary>
    public virtual bool GoesByIdentity => false;

    /// <summary>
    /// Does a run of joined works, this one first, in a session that is committed afterwards. Called again in a new session after a failure.
    /// </summary>
    public abstract ValueTask RunAsync(IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken);

    /// <summary>Lets its caller go on.</summary>
    /// <param name="failure">What kept it from being durable; null when it is.</param>
    /// <param name="here">Whether the caller may go on before this returns, on this thread.</param>
    public void End(Exception? failure, bool here)
    {
        if (here)
        {
            End(failure);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static ended => ended.Work.End(ended.Failure), (Work: this, Failure: failure), preferLocal: false);
        }
    }

    private void End(Exception? failure) => _ = failure is null ? _done.TrySetResult() : _done.TrySetException(failure);
}
