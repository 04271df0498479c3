using FirstParty.Segments;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Keeps how far a consumer has dealt with the changes.</summary>
internal sealed class CursorWork(SegmentCursor cursor) : WriterWork
{
    public override bool KeepsMemory => true;

    public override ValueTask RunAsync(IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken) =>
        session.Segments.ApplyAsync(new SegmentUpdate { Cursors = [cursor] }, cancellationToken);
}
