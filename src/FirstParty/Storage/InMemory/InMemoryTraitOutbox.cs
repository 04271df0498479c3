using System.Collections.Immutable;
using FirstParty.Profiles;

namespace FirstParty.Storage.InMemory;

/// <summary>Changed traits in memory.</summary>
internal sealed class InMemoryTraitOutbox(InMemoryTraitOutbox.State state) : TraitOutbox
{
    internal State Current { get; private set; } = state;

    public override ValueTask ApplyAsync(TraitOutboxUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var erased = update.Erased.ToHashSet();
        var kept = erased.Count == 0 ? Current.Moves : Current.Moves.RemoveAll(recorded => erased.Contains(recorded.Move.Profile));
        kept = kept.RemoveRange(0, kept.TakeWhile(recorded => recorded.Sequence <= update.ForgottenThrough).Count());
        var last = Current.LastSequence;
        Current = new State(
            kept.AddRange(update.Moves.Select(move => new RecordedTraitMove(++last, move)).ToList()),
            last);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<RecordedTraitMove>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var moves = Current.Moves;
        var index = moves.BinarySearch(new RecordedTraitMove(after, null!), BySequence);
        var start = index < 0 ? ~index : index + 1;
        return ValueTask.FromResult<IReadOnlyList<RecordedTraitMove>>(moves.GetRange(start, Math.Clamp(moves.Count - start, 0, limit)));
    }

    private static Comparer<RecordedTraitMove> BySequence { get; } =
        Comparer<RecordedTraitMove>.Create((left, right) => left.Sequence.CompareTo(right.Sequence));

    /// <summary>Everything that is stored; a value.</summary>
    internal sealed record State(ImmutableList<RecordedTraitMove> Moves, long LastSequence)
    {
        public static State Empty { get; } = new([], 0);
    }
}
