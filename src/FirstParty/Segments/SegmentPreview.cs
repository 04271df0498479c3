using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>Whom a segment would hold.</summary>
/// <param name="People">How many people were looked at.</param>
/// <param name="Members">How many of them are in it.</param>
/// <param name="Withheld">How many are kept out because the segment's purpose is not permitted, whatever the rule says.</param>
/// <param name="Sample">The first few members, in the order they were looked at.</param>
public sealed record SegmentPreview(int People, int Members, int Withheld, IReadOnlyList<ProfileId> Sample);
