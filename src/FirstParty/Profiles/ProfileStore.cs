using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>The cache of every profile's surviving traits: who there is, and what batches and SQL filter on.</summary>
/// <remarks>
/// For implementers: an instance belongs to one storage session. Saving replaces the whole profile. Listing goes in the order of the ids,
/// so that a page can be continued after the last id of the one before.
/// </remarks>
public abstract class ProfileStore
{
    /// <summary>The stored profiles among these ids.</summary>
    public abstract ValueTask<IReadOnlyList<StoredProfile>> ReadAsync(
        IReadOnlyCollection<ProfileId> profiles, CancellationToken cancellationToken);

    /// <summary>Saves changed profiles and removes those that are no more.</summary>
    public abstract ValueTask SaveAsync(
        IReadOnlyCollection<StoredProfile> changed, IReadOnlyCollection<ProfileId> removed, CancellationToken cancellationToken);

    /// <summary>At most <paramref name="count"/> profiles whose id follows <paramref name="after"/>, in the order of the ids; null starts at the first.</summary>
    public abstract ValueTask<IReadOnlyList<StoredProfile>> ListAsync(ProfileId? after, int count, CancellationToken cancellationToken);

    /// <summary>How many profiles there are.</summary>
    public abstract ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Removes all profiles: a rebuild is about to write them anew.</summary>
    public abstract ValueTask ClearAsync(CancellationToken cancellationToken);
}
