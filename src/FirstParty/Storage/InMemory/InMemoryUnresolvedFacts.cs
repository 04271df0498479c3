using System.Collections.Immutable;
using FirstParty.Events;
using FirstParty.Identity;

namespace FirstParty.Storage.InMemory;

/// <summary>The facts that wait to be resolved in memory.</summary>
internal sealed class InMemoryUnresolvedFacts(ImmutableDictionary<FactId, UnresolvedFact> facts) : UnresolvedFacts
{
    internal ImmutableDictionary<FactId, UnresolvedFact> Current { get; private set; } = facts;

    public override ValueTask AddAsync(IReadOnlyCollection<UnresolvedFact> facts, CancellationToken cancellationToken)
    {
        foreach (var fact in facts.Where(fact => !Current.ContainsKey(fact.Id)))
        {
            Current = Current.Add(fact.Id, fact);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<UnresolvedFact>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        UnresolvedFact[] oldest = [.. Current.Values.OrderBy(fact => fact.ReceivedAt).ThenBy(fact => fact.Id).Take(count)];
        Current = Current.RemoveRange(oldest.Select(fact => fact.Id));
        return ValueTask.FromResult<IReadOnlyList<UnresolvedFact>>(oldest);
    }

    public override ValueTask<int> CountAsync(IReadOnlyCollection<ProfileId> anchors, CancellationToken cancellationToken)
    {
        var wanted = anchors.ToHashSet();
        return ValueTask.FromResult(Current.Values.Count(fact => wanted.Contains(fact.Anchor)));
    }
}
