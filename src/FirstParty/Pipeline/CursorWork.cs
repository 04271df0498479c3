using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Keeps how far a consumer has dealt with the changes, or forgets old ones.</summary>
internal sealed class CursorWork(Func<StorageSession, CancellationToken, ValueTask> keep) : WriterWork
{
    public override bool KeepsMemory => true;

    public override ValueTask RunAsync(IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken) =>
        keep(session, cancellationToken);
}
