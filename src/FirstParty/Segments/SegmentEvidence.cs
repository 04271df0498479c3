using FirstParty.Identity;

namespace FirstParty.Segments;

/// <summary>A fact that a leaf looked at and found.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Name">The event's or trait's name.</param>
/// <param name="OccurredAt">When it happened or was stated. UTC.</param>
/// <param name="ConsentSequence">The consent record that let it in, or null when none was needed.</param>
public sealed record SegmentEvidence(FactId Fact, string Name, DateTimeOffset OccurredAt, long? ConsentSequence);
