using System.Collections.Immutable;
using FirstParty.Identity;
using FirstParty.Profiles;

namespace FirstParty.Storage.InMemory;

/// <summary>The profile cache in memory.</summary>
internal sealed class InMemoryProfileStore(ImmutableSortedDictionary<Guid, StoredProfile> profiles) : ProfileStore
{
    internal ImmutableSortedDictionary<Guid, StoredProfile> Current { get; private set; } = profiles;

    public override ValueTask<IReadOnlyList<StoredProfile>> ReadAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredProfile>>(
            [.. profiles.Distinct().Select(id => Current.GetValueOrDefault(id.Value)!).Where(profile => profile is not null)]);

    public override ValueTask SaveAsync(
        IReadOnlyCollection<StoredProfile> changed, IReadOnlyCollection<ProfileId> removed, CancellationToken cancellationToken)
    {
        Current = Current
            .RemoveRange(removed.Select(id => id.Value))
            .SetItems(changed.Select(profile => KeyValuePair.Create(profile.Id.Value, profile)));
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<StoredProfile>> ListAsync(ProfileId? after, int count, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<StoredProfile>>(
            [.. Current.Values.Where(profile => after is not { } last || profile.Id.Value.CompareTo(last.Value) > 0).Take(count)]);

    public override ValueTask<long> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult((long)Current.Count);

    public override ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        Current = Current.Clear();
        return ValueTask.CompletedTask;
    }
}
