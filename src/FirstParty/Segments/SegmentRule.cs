using FirstParty.Segments.Rules;

namespace FirstParty.Segments;

/// <summary>
/// A condition on one person: a tree of leaves (traits, events, sequences, other segments, consent) under <c>all</c>, <c>any</c>, <c>not</c>
/// and <c>atLeast</c>. A closed hierarchy with value equality; the builder <see cref="Rule"/> and <see cref="SegmentJson"/> make the same tree.
/// Two-valued: a leaf is true or false for every person and instant, and <c>not</c> is its plain complement. Immutable and thread-safe.
/// </summary>
public abstract record SegmentRule
{
    private protected SegmentRule()
    {
    }

    /// <summary>Both.</summary>
    public static SegmentRule operator &(SegmentRule left, SegmentRule right) => new AllRule([left, right]);

    /// <summary>At least one of the two.</summary>
    public static SegmentRule operator |(SegmentRule left, SegmentRule right) => new AnyRule([left, right]);

    /// <summary>The complement.</summary>
    public static SegmentRule operator !(SegmentRule rule) => new NotRule(rule);

    /// <summary>Both: the same as <c>&amp;</c>.</summary>
    public SegmentRule And(SegmentRule other) => this & other;

    /// <summary>At least one of the two: the same as <c>|</c>.</summary>
    public SegmentRule Or(SegmentRule other) => this | other;
}
