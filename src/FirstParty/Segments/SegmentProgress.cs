namespace FirstParty.Segments;

/// <summary>How far stored memberships follow the definitions, after some were added, changed or removed.</summary>
/// <param name="Pending">The ids of the segments that not everybody has been evaluated for yet, in the order of the definitions.</param>
/// <param name="Done">How many people have been.</param>
/// <param name="People">How many people there are.</param>
public sealed record SegmentProgress(IReadOnlyList<string> Pending, long Done, long People)
{
    /// <summary>Whether every membership follows its definition.</summary>
    public bool IsComplete => Pending.Count == 0;
}
