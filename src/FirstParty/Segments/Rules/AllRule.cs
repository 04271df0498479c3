namespace FirstParty.Segments.Rules;

/// <summary>True when every one of its rules is; true when there are none. JSON: <c>{"all":[…]}</c>.</summary>
/// <param name="Rules">The rules.</param>
public sealed record AllRule(ValueList<SegmentRule> Rules) : SegmentRule;
