namespace FirstParty.Segments.Rules;

/// <summary>The plain complement of a rule: true exactly when the rule is false, missing values included. JSON: <c>{"not":…}</c>.</summary>
/// <param name="Rule">The rule.</param>
public sealed record NotRule(SegmentRule Rule) : SegmentRule;
