using System.Collections.Immutable;
using FirstParty.Consent;

namespace FirstParty.Storage.InMemory;

/// <summary>The consent log in memory, over persistent collections: a session works on its own version and a commit publishes it.</summary>
internal sealed class InMemoryConsentLog(InMemoryConsentLog.State state) : ConsentLog
{
    private readonly InMemorySubjectKeyStore _keys = new(state.Secrets);

    internal sealed record State(
        ConsentLogHead Head,
        ImmutableList<ConsentEntry> Entries,
        ImmutableSortedDictionary<SubjectLookup, ImmutableSortedSet<long>> BySubject,
        ImmutableDictionary<SubjectLookup, ReadOnlyMemory<byte>> Secrets)
    {
        public static State Empty { get; } = new(
            ConsentLogHead.Empty,
            [],
            ImmutableSortedDictionary<SubjectLookup, ImmutableSortedSet<long>>.Empty,
            ImmutableDictionary<SubjectLookup, ReadOnlyMemory<byte>>.Empty);
    }

    /// <summary>What a commit publishes.</summary>
    internal State Current => state with { Secrets = _keys.Current };

    public override SubjectKeyStore Keys => _keys;

    public override ValueTask<ConsentLogHead> LockHeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(state.Head);

    public override ValueTask<ConsentLogHead> ReadHeadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(state.Head);

    public override ValueTask AppendAsync(
        IReadOnlyList<ConsentEntry> entries, ConsentLogHead head, CancellationToken cancellationToken)
    {
        CheckContinues(state.Head, entries, head);

        var bySubject = state.BySubject.ToBuilder();
        foreach (var entry in entries)
        {
            foreach (var subject in entry.Subjects)
            {
                bySubject[subject] = bySubject.GetValueOrDefault(subject, []).Add(entry.Sequence);
            }
        }

        state = state with { Head = head, Entries = state.Entries.AddRange(entries), BySubject = bySubject.ToImmutable() };
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<ConsentEntry>> ReadAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ConsentEntry>>([.. SequencesOf(subjects).Select(sequence => state.Entries[(int)sequence])]);

    public override ValueTask<IReadOnlyList<ConsentEntry>> ReadRangeAsync(long first, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var start = (int)Math.Min(first, state.Entries.Count);
        return ValueTask.FromResult<IReadOnlyList<ConsentEntry>>(state.Entries.GetRange(start, Math.Min(count, state.Entries.Count - start)));
    }

    public override ValueTask<IReadOnlyList<ConsentLookup>> ReadLookupsAsync(
        ConsentLookup? after, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var rows = state.BySubject
            .SkipWhile(subject => after is { } last && subject.Key < last.Subject)
            .SelectMany(subject => subject.Value, (subject, sequence) => new ConsentLookup(subject.Key, sequence))
            .SkipWhile(row => after is { } last && row <= last);
        return ValueTask.FromResult<IReadOnlyList<ConsentLookup>>([.. rows.Take(count)]);
    }

    public override ValueTask<int> EraseAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var erased = subjects.ToHashSet();
        var entries = state.Entries.ToBuilder();
        var removed = 0;
        foreach (var sequence in SequencesOf(erased))
        {
            var entry = entries[(int)sequence];
            var actorErased = entry.IsActorKnown && erased.Contains(entry.Subjects[0]);
            removed += actorErased ? 1 : 0;
            entries[(int)sequence] = entry with
            {
                Ciphertext = actorErased ? null : entry.Ciphertext,
                Subjects = entry.Subjects.RemoveAll(erased.Contains),
            };
        }

        state = state with { Entries = entries.ToImmutable(), BySubject = state.BySubject.RemoveRange(erased) };
        return ValueTask.FromResult(removed);
    }

    private SortedSet<long> SequencesOf(IEnumerable<SubjectLookup> subjects) =>
        [.. subjects.SelectMany(subject => state.BySubject.GetValueOrDefault(subject, []))];
}
