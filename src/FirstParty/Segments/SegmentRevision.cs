using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>Which definition the stored memberships of a segment follow, so that a changed one is noticed at the next start.</summary>
/// <param name="Segment">The segment's id.</param>
/// <param name="Fingerprint">A hash over the definition, those it refers to, and what of the taxonomy and the purposes they depend on.</param>
/// <param name="IsCurrent">Whether everybody has been evaluated by it.</param>
/// <param name="Through">While not: the last profile that was, in the order of the ids; null for none yet.</param>
public sealed record SegmentRevision(string Segment, string Fingerprint, bool IsCurrent, ProfileId? Through = null);
