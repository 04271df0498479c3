using FirstParty.Events;
using FirstParty.Storage;

namespace FirstParty.Pipeline;

/// <summary>Events that one caller handed in together.</summary>
internal sealed class EventWork(IReadOnlyList<CustomerEvent> events, DateTimeOffset receivedAt, StraightLine line) : WriterWork
{
    public override int Weight => Math.Max(1, events.Count);

    public override bool KeepsMemory => true;

    /// <summary>One outcome per event, in order; set once the work is done.</summary>
    public IReadOnlyList<EventOutcome> Outcomes { get; private set; } = [];

    public override bool CatchesUp => true;

    public override bool Joins(WriterWork next) => next is EventWork;

    public override async ValueTask RunAsync(
        IReadOnlyList<WriterWork> run, StorageSession session, CancellationToken cancellationToken)
    {
        var pending = run.Cast<EventWork>().Select(work => work.Pending()).ToList();
        await line.WalkAsync([.. pending.SelectMany(events => events)], session, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < run.Count; i++)
        {
            ((EventWork)run[i]).Outcomes = [.. pending[i].Select(settled => settled.Outcome!)];
        }
    }

    private List<PendingEvent> Pending() => [.. events.Select(customerEvent => new PendingEvent(customerEvent, receivedAt))];
}
