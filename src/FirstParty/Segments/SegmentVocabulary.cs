namespace FirstParty.Segments;

/// <summary>The names that rules may use, for checking definitions as they are loaded. A set that is null is not checked.</summary>
public sealed record SegmentVocabulary
{
    /// <summary>The registered purposes. A segment for any other is refused.</summary>
    public IReadOnlySet<string>? Purposes { get; init; }

    /// <summary>The traits that are defined. A rule on another is accepted with a warning.</summary>
    public IReadOnlySet<string>? Traits { get; init; }

    /// <summary>The events that are defined. A rule on another is accepted with a warning.</summary>
    public IReadOnlySet<string>? Events { get; init; }
}
