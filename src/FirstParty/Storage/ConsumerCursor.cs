namespace FirstParty.Storage;

/// <summary>How far a consumer has dealt with a sequence of changes.</summary>
/// <param name="Stream">The sequence. Two consumers of one name that follow different sequences know nothing of each other.</param>
/// <param name="Name">The consumer's name: 1 to 100 characters, chosen by the host.</param>
/// <param name="Sequence">The last change that was dealt with; 0 for none yet.</param>
public readonly record struct ConsumerCursor(ChangeStream Stream, string Name, long Sequence)
{
    /// <summary>The name under which it is kept how far changes were deleted because of their age; no consumer can have it.</summary>
    public const string Forgotten = "";
}
