using System.Text;

namespace FirstParty.Segments;

/// <summary>Why a rule holds of a person, or why not: a tree like the rule's, each node with what was found. Holds personal data.</summary>
public sealed record SegmentExplanation
{
    /// <summary>The most facts that a node lists as evidence: 20. <see cref="EvidenceCount"/> counts all.</summary>
    public const int MaxEvidence = 20;

    /// <summary>What was asked: a leaf as JSON, or <c>all</c>, <c>any</c>, <c>not</c>, <c>at least 2 of</c>, <c>segment vip</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Holds { get; init; }

    /// <summary>What was found: a value as JSON, a count, a sum; null for nodes that only join others, and for a missing value.</summary>
    public string? Found { get; init; }

    /// <summary>A remark that makes the answer plain, such as that the value is missing or of another kind; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>How many facts support what was found.</summary>
    public int EvidenceCount { get; init; }

    /// <summary>The latest of those facts, at most <see cref="MaxEvidence"/>, newest first.</summary>
    public IReadOnlyList<SegmentEvidence> Evidence { get; init; } = [];

    /// <summary>The earliest instant at which this can change although nothing new becomes known; null for never. UTC.</summary>
    public DateTimeOffset? NextFlip { get; init; }

    /// <summary>The parts that this joins.</summary>
    public IReadOnlyList<SegmentExplanation> Parts { get; init; } = [];

    /// <summary>The tree as indented text, a line a node: <c>+</c> for what holds, <c>-</c> for what does not.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, this, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, SegmentExplanation node, int depth)
    {
        text.Append(' ', 2 * depth).Append(node.Holds ? "+ " : "- ").Append(node.Rule);
        if (node.Found is not null)
        {
            text.Append(" (found ").Append(node.Found).Append(')');
        }

        if (node.Note is not null)
        {
            text.Append(": ").Append(node.Note);
        }

        text.Append('\n');
        foreach (var part in node.Parts)
        {
            Append(text, part, depth + 1);
        }
    }
}
