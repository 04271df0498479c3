using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.Conformance.Passing;

/// <summary>An event log that passes every call on to another; what is new it finds as any log does, by reading.</summary>
internal abstract class PassingEvents(EventLog inner) : EventLog
{
    public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken) =>
        inner.AppendAsync(events, cancellationToken);

    public override ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken) =>
        inner.ReadAsync(anchors, cancellationToken);

    public override ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken) =>
        inner.FindAsync(ids, cancellationToken);

    public override IAsyncEnumerable<LoggedEvent> ReadAllAsync(CancellationToken cancellationToken) => inner.ReadAllAsync(cancellationToken);

    public override ValueTask<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);

    public override ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
        IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken) =>
        inner.CountAnchoredAsync(anchors, most, cancellationToken);

    public override ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken) =>
        inner.ReanchorAsync(anchors, cancellationToken);

    public override ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken) =>
        inner.EraseAsync(events, cancellationToken);
}
