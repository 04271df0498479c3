using FirstParty.Consent;
using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>Whom a segment holds, or would hold, and who is kept out whatever its rule says.</summary>
/// <param name="People">How many people were looked at.</param>
/// <param name="Members">How many of them are in it.</param>
/// <param name="Withheld">How many are kept out because the segment's purpose is not permitted, whatever the rule says.</param>
/// <param name="Sample">The first few members, in the order they were looked at.</param>
public sealed record SegmentPreview(int People, int Members, int Withheld, IReadOnlyList<ProfileId> Sample)
{
    /// <summary>Why they are kept out: how many for each standing towards the purpose; adds up to <see cref="Withheld"/>.</summary>
    public IReadOnlyDictionary<ConsentStatus, int> WithheldBecause { get; init; } = new Dictionary<ConsentStatus, int>();

    /// <summary>How many facts of those who are not kept out the purpose may not see; they counted as absent.</summary>
    public long FactsWithheld { get; init; }
}
