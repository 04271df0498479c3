namespace FirstParty.Segments.Rules;

/// <summary>The versions of the JSON format, each of which adds to the one before.</summary>
public static class FormatVersion
{
    /// <summary>The newest: 2.</summary>
    public const int Newest = 2;

    /// <summary>The least version that can say a rule: 2 when a trait leaf demands a provenance, otherwise 1.</summary>
    public static int Of(SegmentRule rule) =>
        RuleTree.Leaves(rule).Any(leaf => leaf is TraitRule { Provenance: not null }) ? 2 : 1;
}
