namespace FirstParty.Segments;

/// <summary>What was found of one person and one segment at an instant.</summary>
/// <param name="Segment">The segment's id.</param>
/// <param name="IsMember">Whether the person is in it.</param>
/// <param name="NextFlip">The earliest instant at which that can change although nothing new becomes known, exact to the tick; null for never.
/// It may be early, and is never late. UTC.</param>
/// <param name="IsWithheld">Whether the person is kept out because the segment's purpose is not permitted, whatever the rule says.</param>
public readonly record struct SegmentVerdict(string Segment, bool IsMember, DateTimeOffset? NextFlip, bool IsWithheld);
