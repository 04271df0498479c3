namespace FirstParty.Segments;

/// <summary>How far a consumer has dealt with the sequence of changes.</summary>
/// <param name="Name">The consumer's name: 1 to 100 characters, chosen by the host.</param>
/// <param name="Sequence">The last change that was dealt with; 0 for none yet.</param>
public readonly record struct SegmentCursor(string Name, long Sequence)
{
    /// <summary>The name under which a store keeps how far changes were deleted because of their age; no consumer can have it.</summary>
    public const string Forgotten = "";
}
