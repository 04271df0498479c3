namespace FirstParty.Segments;

/// <summary>A change with its place in the store's sequence of changes.</summary>
/// <param name="Sequence">Its cursor: over zero, increasing, with gaps.</param>
/// <param name="Change">The change.</param>
public sealed record RecordedSegmentChange(long Sequence, SegmentChange Change);
