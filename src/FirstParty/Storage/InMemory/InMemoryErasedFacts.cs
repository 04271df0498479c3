using System.Collections.Immutable;
using FirstParty.Events;

namespace FirstParty.Storage.InMemory;

/// <summary>The marks of erased facts in memory.</summary>
internal sealed class InMemoryErasedFacts(ImmutableHashSet<FactMark> marks) : ErasedFacts
{
    internal ImmutableHashSet<FactMark> Current { get; private set; } = marks;

    public override ValueTask<bool> AnyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(!Current.IsEmpty);

    public override ValueTask AddAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken)
    {
        Current = Current.Union(marks);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlySet<FactMark>> FindAsync(IReadOnlyCollection<FactMark> marks, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<FactMark>>(marks.Where(Current.Contains).ToHashSet());
}
