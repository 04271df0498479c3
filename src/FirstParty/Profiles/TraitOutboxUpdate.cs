using FirstParty.Identity;

namespace FirstParty.Profiles;

/// <summary>What one transaction writes about changed traits.</summary>
public sealed record TraitOutboxUpdate
{
    /// <summary>Profiles of which every recorded change is deleted, before anything else of this update.</summary>
    public IReadOnlyList<ProfileId> Erased { get; init; } = [];

    /// <summary>The last sequence of the changes that are deleted because of their age, all before it included; 0 for none.</summary>
    public long ForgottenThrough { get; init; }

    /// <summary>Changes, in the order they are recorded in.</summary>
    public IReadOnlyList<TraitMove> Moves { get; init; } = [];
}
