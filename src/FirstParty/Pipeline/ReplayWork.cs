using FirstParty.Events;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Lets events that were set aside walk the line again.</summary>
internal sealed class ReplayWork(int limit, LineParts parts) : WriterWork
{
    /// <summary>How many left the quarantine; set once the work is done.</summary>
    public int Released { get; private set; }

    public override bool IsExclusive => true;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var waiting = await session.Quarantine.ReadAsync(limit, cancellationToken).ConfigureAwait(false);
        var pending = waiting.Select(aside => new PendingEvent(aside.Event, aside.ReceivedAt) { IsWaiting = true }).ToList();
        await parts.Line.WalkAsync(pending, session, cancellationToken).ConfigureAwait(false);
        var released = waiting.Where((_, index) => pending[index].Outcome!.Status != EventStatus.Quarantined).Select(aside => aside.Id).ToList();
        if (released.Count > 0)
        {
            await session.Quarantine.RemoveAsync(released, cancellationToken).ConfigureAwait(false);
        }

        Released = released.Count;
    }
}
