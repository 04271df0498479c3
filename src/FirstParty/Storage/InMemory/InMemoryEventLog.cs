using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.InMemory;

/// <summary>The event log in memory, over persistent collections: a session works on its own version and a commit publishes it.</summary>
internal sealed class InMemoryEventLog(InMemoryEventLog.State state) : EventLog
{
    internal sealed record State(
        ImmutableDictionary<FactId, LoggedEvent> ById,
        ImmutableDictionary<Identifier, ImmutableHashSet<FactId>> ByAnchor)
    {
        public static State Empty { get; } = new(
            ImmutableDictionary<FactId, LoggedEvent>.Empty, ImmutableDictionary<Identifier, ImmutableHashSet<FactId>>.Empty);
    }

    internal State Current { get; private set; } = state;

    public override ValueTask<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<LoggedEvent> events, CancellationToken cancellationToken)
    {
        var results = new AppendResult[events.Count];
        var byId = Current.ById.ToBuilder();
        var byAnchor = Current.ByAnchor.ToBuilder();
        for (var i = 0; i < events.Count; i++)
        {
            var added = events[i];
            if (byId.TryGetValue(added.Id, out var stored))
            {
                results[i] = stored.Fingerprint == added.Fingerprint ? AppendResult.Duplicate : AppendResult.Conflict;
                continue;
            }

            byId.Add(added.Id, added);
            byAnchor[added.Anchor] = byAnchor.GetValueOrDefault(added.Anchor, []).Add(added.Id);
        }

        Current = new State(byId.ToImmutable(), byAnchor.ToImmutable());
        return ValueTask.FromResult<IReadOnlyList<AppendResult>>(results);
    }

    public override ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(
        IReadOnlyCollection<Identifier> anchors, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LoggedEvent>>(
        [
            .. anchors.Distinct().SelectMany(anchor => Current.ByAnchor.GetValueOrDefault(anchor, [])).Select(id => Current.ById[id]),
        ]);

    public override ValueTask<IReadOnlyList<LoggedEvent>> FindAsync(IReadOnlyCollection<FactId> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<LoggedEvent>>(
            [.. ids.Distinct().Select(id => Current.ById.GetValueOrDefault(id)!).Where(logged => logged is not null)]);

    public override async IAsyncEnumerable<LoggedEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var logged in Current.ById.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return logged;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    public override ValueTask<long> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult((long)Current.ById.Count);

    public override ValueTask<IReadOnlyDictionary<Identifier, int>> CountAnchoredAsync(
        IReadOnlyCollection<Identifier> anchors, int most, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<Identifier, int>>(anchors.Distinct().ToDictionary(
            anchor => anchor, anchor => Math.Min(most, Current.ByAnchor.GetValueOrDefault(anchor, []).Count)));

    public override ValueTask ReanchorAsync(IReadOnlyDictionary<FactId, Identifier> anchors, CancellationToken cancellationToken)
    {
        foreach (var (id, anchor) in anchors)
        {
            if (Current.ById.TryGetValue(id, out var logged))
            {
                Remove(logged);
                Current = new State(
                    Current.ById.Add(id, logged with { Anchor = anchor }),
                    Current.ByAnchor.SetItem(anchor, Current.ByAnchor.GetValueOrDefault(anchor, []).Add(id)));
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask EraseAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        foreach (var id in events)
        {
            if (Current.ById.TryGetValue(id, out var logged))
            {
                Remove(logged);
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Remove(LoggedEvent logged)
    {
        var left = Current.ByAnchor[logged.Anchor].Remove(logged.Id);
        Current = new State(
            Current.ById.Remove(logged.Id),
            left.IsEmpty ? Current.ByAnchor.Remove(logged.Anchor) : Current.ByAnchor.SetItem(logged.Anchor, left));
    }
}
