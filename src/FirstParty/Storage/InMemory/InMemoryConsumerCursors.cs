using System.Collections.Immutable;

namespace FirstParty.Storage.InMemory;

/// <summary>Where consumers stand, in memory.</summary>
internal sealed class InMemoryConsumerCursors(ImmutableDictionary<(ChangeStream Stream, string Name), long> cursors) : ConsumerCursors
{
    internal ImmutableDictionary<(ChangeStream Stream, string Name), long> Current { get; private set; } = cursors;

    public override ValueTask<long> ReadAsync(ChangeStream stream, string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Current.GetValueOrDefault((stream, name)));

    public override ValueTask AdvanceAsync(IReadOnlyCollection<ConsumerCursor> cursors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cursors);
        Current = cursors.Aggregate(Current, (held, cursor) =>
            held.SetItem((cursor.Stream, cursor.Name), Math.Max(cursor.Sequence, held.GetValueOrDefault((cursor.Stream, cursor.Name)))));
        return ValueTask.CompletedTask;
    }
}
