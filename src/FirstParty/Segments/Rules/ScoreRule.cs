namespace FirstParty.Segments.Rules;

/// <summary>
/// A weighted sum of rules, compared. JSON: <c>{"score":[{"when":…,"points":3},{"when":…,"points":-1}],"gte":2}</c>, since format version 2.
/// </summary>
public sealed record ScoreRule : SegmentRule
{
    /// <summary>A weighted sum, compared.</summary>
    /// <exception cref="ArgumentException">There is no part, or nothing is compared.</exception>
    public ScoreRule(ValueList<ScorePart> parts, NumberTest test) =>
        (Parts, Test) = (RuleLimits.CheckList(parts, nameof(parts)), NumberTest.Check(test, nameof(test)));

    /// <summary>The parts, at least one.</summary>
    public ValueList<ScorePart> Parts { get; }

    /// <summary>What their sum must be.</summary>
    public NumberTest Test { get; }
}
