using FirstParty.Identity;
using FirstParty.Pipeline;
using FirstParty.Storage;

namespace FirstParty;

/// <content>How it begins and how it ends.</content>
public sealed partial class CustomerDataPlatform
{
    /// <summary>
    /// Opens the store, if it is not open yet. Every verb does so by itself; a host that calls it at start learns of faults early. When it fails or is
    /// cancelled nothing runs, and the next call tries again; the store is closed by <see cref="DisposeAsync"/>.
    /// </summary>
    /// <exception cref="StorageException">The store cannot be opened, or failed when it was first read.</exception>
    /// <exception cref="ObjectDisposedException">The platform has been disposed.</exception>
    public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_writer is not null)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_writer is null)
            {
                Start(await ReadLeftAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Takes no more, finishes what is queued, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Changes.Pulse();
        await _opening.WaitAsync().ConfigureAwait(false); // Whoever is opening it comes first; whoever comes after finds it disposed.
        _opening.Release();
        try
        {
            await _clock.DisposeAsync().ConfigureAwait(false);
            await _longLooks.DisposeAsync().ConfigureAwait(false);
            await _reevaluation.DisposeAsync().ConfigureAwait(false);
            await _resolution.DisposeAsync().ConfigureAwait(false);
            await _retention.DisposeAsync().ConfigureAwait(false);
            await Expiry.DisposeAsync().ConfigureAwait(false);
            if (_writer is not null)
            {
                await _writer.DisposeAsync().ConfigureAwait(false);
                await _resolver!.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await _storage.DisposeAsync().ConfigureAwait(false);
            Parts.Issuer?.Dispose();
        }
    }

    /// <summary>All of opening that can fail, and nothing that would have to be stopped then.</summary>
    /// <returns>The expiry that an earlier run of the process may have left unfinished.</returns>
    private async ValueTask<ExpireAssertion?> ReadLeftAsync(CancellationToken cancellationToken)
    {
        if (!_hasStorage)
        {
            await _storage.OpenAsync(cancellationToken).ConfigureAwait(false);
            _hasStorage = true;
        }

        var session = await _storage.BeginReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await Parts.Rules.FollowAsync(session, cancellationToken).ConfigureAwait(false);
            return await Expiry.FindAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Start(ExpireAssertion? left)
    {
        var writer = WriterOf(Parts);
        _resolver = ReferenceEquals(_resolving, Parts) ? writer : WriterOf(_resolving); // One line is walked by one writer.
        _writer = writer;
        _clock.Start();
        _reevaluation.Start();
        _resolution.Start();
        _retention.Start();
        Expiry.Start(left);
    }

    private WriterLoop WriterOf(LineParts parts) => new(_storage, parts.People.Clear, parts.Line.Notes.End, parts.CatchUpAsync, Time);
}
