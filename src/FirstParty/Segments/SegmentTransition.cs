namespace FirstParty.Segments;

/// <summary>What happened to a membership.</summary>
public enum SegmentTransition : byte
{
    /// <summary>The person became a member.</summary>
    Entered,

    /// <summary>The person ceased to be one.</summary>
    Exited,
}
