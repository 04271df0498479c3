using System.Runtime.CompilerServices;

namespace FirstParty.Pipeline;

/// <summary>An outbox as one consumer reads it: behind a durable cursor, waiting for what comes.</summary>
/// <param name="platform">Whose outbox it is.</param>
/// <param name="held">Asks where the consumer stands.</param>
/// <param name="read">Reads at most so many changes after a sequence; null in the place of one that the consumer is not shown.</param>
/// <param name="acknowledge">Keeps where the consumer stands.</param>
internal sealed class ChangeFeed<T>(
    CustomerDataPlatform platform,
    Func<CancellationToken, ValueTask<long>> held,
    Func<long, int, CancellationToken, ValueTask<IReadOnlyList<(long Sequence, T? Change)>>> read,
    Func<long, CancellationToken, ValueTask> acknowledge)
    where T : class
{
    private const int Page = 100;

    /// <summary>How soon it learns of changes that other writers of the same store committed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long _stored;
    private long _dealtWith;

    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stored = _dealtWith = await held(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var next = platform.Changes.Next;
                var page = await read(_dealtWith, Page, cancellationToken).ConfigureAwait(false);
                foreach (var (sequence, change) in page)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (change is not null)
                    {
                        yield return change;
                    }

                    _dealtWith = sequence;
                }

                await AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
                if (page.Count == 0)
                {
                    await WaitAsync(next, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            // The change that the loop was left in the midst of is not among those dealt with.
            await AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask AcknowledgeAsync(CancellationToken cancellationToken)
    {
        if (_dealtWith > _stored && !platform.IsDisposed)
        {
            await acknowledge(_dealtWith, cancellationToken).ConfigureAwait(false);
            _stored = _dealtWith;
        }
    }

    private async ValueTask WaitAsync(Task next, CancellationToken cancellationToken)
    {
        if (platform.IsSingleWriter)
        {
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await Task.WhenAny(next, Task.Delay(Patience, platform.Time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
