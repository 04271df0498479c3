using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Does something with the consent log in the one writer's session.</summary>
internal sealed class LogWork<T>(Func<StorageSession, CancellationToken, ValueTask<T>> act) : WriterWork
{
    /// <summary>It changes nobody: checkpoints and tokens.</summary>
    public override bool KeepsMemory => true;

    /// <summary>What came of it; set once the work is done.</summary>
    public T? Result { get; private set; }

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken) =>
        Result = await act(session, cancellationToken).ConfigureAwait(false);
}
