using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>How far the consumers of one sequence of changes are.</summary>
internal sealed class ConsumerBook(CustomerDataPlatform platform, ChangeStream stream)
{
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    public static void Check(string cursor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cursor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cursor.Length, 100, nameof(cursor));
    }

    public async ValueTask<long> ReadAsync(string cursor, CancellationToken cancellationToken)
    {
        Check(cursor);
        var session = await platform.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await session.Cursors.ReadAsync(stream, cursor, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask AcknowledgeAsync(string cursor, long sequence, CancellationToken cancellationToken)
    {
        Check(cursor);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ConsumerCursor[] cursors = [new ConsumerCursor(stream, cursor, sequence)];
        return platform.SubmitAsync(new CursorWork((session, token) => session.Cursors.AdvanceAsync(cursors, token)), cancellationToken);
    }

    /// <summary>Whoever begins at 0 begins with the oldest change that is kept, and has missed nothing that it was promised.</summary>
    /// <exception cref="ChangesForgottenException">Changes after this one have been deleted because of their age.</exception>
    public async ValueTask RefuseForgottenAsync(StorageSession session, long after, CancellationToken cancellationToken)
    {
        if (after > 0 && await session.Cursors.ReadAsync(stream, ConsumerCursor.Forgotten, cancellationToken).ConfigureAwait(false) is var through && after < through)
        {
            throw new ChangesForgottenException(stream, after, through);
        }
    }
}
