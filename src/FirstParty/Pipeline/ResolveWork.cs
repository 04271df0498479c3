using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Resolves facts that were acknowledged before, those that have waited longest. What is remembered of people does not hold their events.</summary>
internal sealed class ResolveWork(LineParts parts) : WriterWork
{
    public const int Slice = 1_000;

    /// <summary>Whether more may be waiting.</summary>
    public bool HasMore { get; private set; }

    public override async ValueTask RunAsync(IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken) =>
        HasMore = await parts.Line.ResolveWaitingAsync(Slice, session, cancellationToken).ConfigureAwait(false) == Slice;
}
