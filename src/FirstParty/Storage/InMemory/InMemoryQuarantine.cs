using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.InMemory;

/// <summary>The quarantine in memory.</summary>
internal sealed class InMemoryQuarantine(ImmutableDictionary<FactId, QuarantinedEvent> events) : Quarantine
{
    internal ImmutableDictionary<FactId, QuarantinedEvent> Current { get; private set; } = events;

    public override ValueTask AddAsync(IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        foreach (var added in events.Where(added => !Current.ContainsKey(added.Id)))
        {
            Current = Current.Add(added.Id, added);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<QuarantinedEvent>> ReadAsync(int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<QuarantinedEvent>>(
            [.. Current.Values.OrderBy(waiting => waiting.ReceivedAt).ThenBy(waiting => waiting.Id).Take(count)]);

    public override ValueTask<int> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Current.Count);

    public override ValueTask<IReadOnlyList<FactId>> EraseAsync(IReadOnlyCollection<ProfileId> people, CancellationToken cancellationToken)
    {
        var erased = people.ToHashSet();
        var theirs = Current.Values.Where(waiting => waiting.People.Any(erased.Contains)).Select(waiting => waiting.Id).ToList();
        Current = Current.RemoveRange(theirs);
        return ValueTask.FromResult<IReadOnlyList<FactId>>(theirs);
    }

    public override ValueTask RemoveAsync(IReadOnlyCollection<FactId> events, CancellationToken cancellationToken)
    {
        Current = Current.RemoveRange(events);
        return ValueTask.CompletedTask;
    }
}
