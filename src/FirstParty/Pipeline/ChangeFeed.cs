using System.Runtime.CompilerServices;
using FirstParty.Segments;

namespace FirstParty.Pipeline;

/// <summary>The outbox as one consumer reads it: behind a durable cursor, waiting for what comes.</summary>
internal sealed class ChangeFeed(CustomerDataPlatform platform, string cursor)
{
    private const int Page = 100;

    /// <summary>How soon it learns of changes that other writers of the same store committed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long _stored;
    private long _dealtWith;

    public async IAsyncEnumerable<SegmentChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _stored = _dealtWith = await platform.Segments.CursorAsync(cursor, cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var next = platform.Changes.Next;
                var page = await platform.Segments.ChangesAsync(_dealtWith, Page, cancellationToken).ConfigureAwait(false);
                foreach (var recorded in page)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return recorded.Change;
                    _dealtWith = recorded.Sequence;
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
            await platform.Segments.AcknowledgeAsync(cursor, _dealtWith, cancellationToken).ConfigureAwait(false);
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
