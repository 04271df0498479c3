namespace FirstParty.Segments;

/// <summary>One thing that is wrong, or suspicious, with a definition.</summary>
/// <param name="Segment">The id of the definition.</param>
/// <param name="Message">What is wrong, with a suggestion where a name resembles a known one.</param>
/// <param name="IsError">Whether the definition is refused; otherwise this is a warning.</param>
public sealed record SegmentProblem(string Segment, string Message, bool IsError)
{
    /// <inheritdoc />
    public override string ToString() => $"Segment '{Segment}': {Message}";
}
