using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>Which definition the stored memberships of a segment follow, so that a changed one is noticed at the next start.</summary>
/// <param name="Segment">The segment's id.</param>
/// <param name="Fingerprint">The definition's fingerprint, those it refers to included.</param>
/// <param name="IsCurrent">Whether everybody has been evaluated by it.</param>
/// <param name="Through">While not: the last profile that was, in the order of the ids; null for none yet.</param>
public sealed record SegmentRevision(string Segment, string Fingerprint, bool IsCurrent, ProfileId? Through = null);
