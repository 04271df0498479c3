using System.Collections.Immutable;
using FirstParty.Consent;

namespace FirstParty.Storage.InMemory;

/// <summary>The subjects' secrets in memory.</summary>
internal sealed class InMemorySubjectKeyStore(ImmutableDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets) : SubjectKeyStore
{
    internal ImmutableDictionary<SubjectLookup, ReadOnlyMemory<byte>> Current { get; private set; } = secrets;

    public override ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> FindAsync(
        IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>>(
            subjects.Distinct().Where(Current.ContainsKey).ToDictionary(subject => subject, subject => Current[subject]));

    public override ValueTask<IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>>> AddAsync(
        IReadOnlyDictionary<SubjectLookup, ReadOnlyMemory<byte>> secrets, CancellationToken cancellationToken)
    {
        Current = Current.AddRange(secrets.Where(secret => !Current.ContainsKey(secret.Key)));
        return FindAsync([.. secrets.Keys], cancellationToken);
    }

    public override ValueTask<int> DestroyAsync(IReadOnlyCollection<SubjectLookup> subjects, CancellationToken cancellationToken)
    {
        var before = Current.Count;
        Current = Current.RemoveRange(subjects);
        return ValueTask.FromResult(before - Current.Count);
    }
}
